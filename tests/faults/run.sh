#!/bin/bash
# Does the output stay whole, whatever system call fails or ends the process?
#
#	run.sh BUILD [BILAGA CONTENT]
#
# Publishes edition 1 and then, once for each system call of each kind, edition
# 2 with that call failing, or the process killed there. After that what is
# shown must be edition 1 or 2 in full; a failure must be told by the exit
# status; and a run without faults must give edition 2, and nothing else.
#
# With one argument the module `output` is tried by output_driver.c, every
# call. With three, the program: CONTENT as it is, and a copy of it with one
# file changed and one removed; a sample of the calls, for the sake of time.
#
# BUILD is a folder for what is compiled, with CC and CFLAGS. Prints a line for
# each failure, and at the end "N passed, N failed".
set -u -o pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -ne 1 ] && [ $# -ne 3 ]; then
	echo "usage: $0 BUILD [BILAGA CONTENT]" >&2
	exit 2
fi
mkdir -p "$1" || exit 2
build=$(cd "$1" && pwd)
CC=${CC:-cc}
CFLAGS=${CFLAGS:--O1 -g}

# Thousands of small files: in memory if there is room.
base=${TMPDIR:-/dev/shm}
[ -d "$base" ] && [ -w "$base" ] || base=/tmp
work=$(mktemp -d "$base/bilaga-faults-XXXXXX") || exit 2
work=$(cd "$work" && pwd -P)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT

passed=0
failed=0

# The sanitizers want to come before any library that is preloaded.
export ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}"

compile() {
	# The library must not be sanitized: it is in every process.
	$CC -std=c11 -D_GNU_SOURCE -O1 -fPIC -shared \
		-o "$build/inject.so" "$here/inject.c" || exit 2
	[ -n "${bilaga:-}" ] && return
	# shellcheck disable=SC2046,SC2086
	$CC -std=c11 -D_GNU_SOURCE $CFLAGS -I"$root/generator" \
		$(pkg-config --cflags glib-2.0) -o "$build/output_driver" \
		"$here/output_driver.c" \
		"$root"/generator/base/{output,tree,meter,text,arena,diag,diag_print,json,source}.c \
		$(pkg-config --libs glib-2.0) || exit 2
}

# publish EDITION: to $work/output
publish() {
	if [ -n "${bilaga:-}" ]; then
		"$bilaga" build "$work/content-$1" -o "$work/output"
	else
		"$build/output_driver" "$work/output" "$1"
	fi >"$work/log" 2>&1
}

# injected EDITION NAME=VALUE…: publish with these for inject.so; sets `status`
injected() {
	local edition=$1
	shift
	rm -f "$work/hit"
	(
		# shellcheck disable=SC2163
		export "$@" INJECT_UNDER="$work/output" INJECT_HIT="$work/hit"
		export LD_PRELOAD="$build/inject.so"
		publish "$edition"
	) 2>/dev/null
	status=$?
}

# wrong TEXT: a failure of the case `name`, which ends
wrong() {
	echo "FAILED $name: $1"
	sed 's/^/	/' "$work/log"
	right=0
}

same() {
	diff -r -q "$1" "$2" >/dev/null 2>&1
}

# Which edition is shown of tree $1: 1, 2, none, or broken?
edition_of() {
	if [ ! -e "$work/output/$1" ]; then
		echo none
	elif same "$work/output/$1" "$work/expected-1/$1"; then
		echo 1
	elif same "$work/output/$1" "$work/expected-2/$1"; then
		echo 2
	else
		echo broken
	fi
}

# After a fault, with `status`. $1: what was done before; $2: the call; $3: how
check_whole() {
	local tree shown
	for tree in $trees; do
		shown=$(edition_of "$tree")
		case $shown in
		broken)
			wrong "half of $tree is shown" ;;
		none)
			# Never there, or killed between two renames.
			[ "$1" = nothing ] ||
				{ [ "$3" = kill ] && [ -d "$work/output/.$tree.old" ]; } ||
				wrong "$tree is gone" ;;
		esac
		if [ "$1" = nothing ] && [ "$shown" = 1 ]; then
			wrong "edition 1 out of nowhere"
		fi
		# Several trees are shown one after the other.
		[ -z "${bilaga:-}" ] || continue
		if [ "$status" = 3 ] && [ "$shown" = 2 ]; then
			wrong "status 3, but edition 2 is shown"
		elif [ "$status" = 0 ] && [ "$shown" != 2 ]; then
			wrong "status 0, but edition $shown is shown"
		fi
	done
	case $3 in
	kill)
		[ "$status" = 137 ] || wrong "not killed: status $status" ;;
	every | short)
		[ "$status" = 0 ] || wrong "status $status, not 0" ;;
	*)
		# That the previous edition keeps its hidden name does not matter.
		[ "$status" = 3 ] || [ "$2-$status" = rename-0 ] ||
			wrong "status $status, not 3" ;;
	esac
}

# The next runs, without faults
check_next() {
	local edition tree entry
	for edition in $next; do
		publish "$edition" || wrong "then edition $edition: status $?"
		for tree in $trees; do
			[ "$(edition_of "$tree")" = "$edition" ] ||
				wrong "then edition $edition of $tree is not right"
		done
	done
	find "$work/output" -mindepth 1 -maxdepth 1 -printf '%f\n' >"$work/found"
	while read -r entry; do
		case " $allowed " in
		*" $entry "*) ;;
		*) wrong "$entry is left behind" ;;
		esac
	done <"$work/found"
}

# one BEFORE CALL K HOW [NAME=VALUE]: sets `hit`
one() {
	right=1
	name="after $1: $2 $3 $4 ${5:-}"
	rm -rf "$work/output"
	cp -a "$work/before-$1" "$work/output"
	injected 2 INJECT_CALL="$2" INJECT_AT="$3" INJECT_HOW="$4" ${5:+"$5"}
	hit=0
	[ -e "$work/hit" ] || return
	hit=1
	check_whole "$1" "$2" "$4"
	[ $right = 1 ] && check_next
	if [ $right = 1 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}

# all BEFORE CALL HOW [NAME=VALUE]: every K until none is hit. Of the program's
# many calls, every seventh or fewer; the few that make or break, the first ten.
all() {
	local k=1
	while one "$1" "$2" $k "$3" ${4:+"$4"}; [ $hit = 1 ]; do
		case $2 in
		open | write | close | fstat)
			k=$((k + step)) ;;
		*)
			k=$((k < 10 ? k + 1 : k + step)) ;;
		esac
	done
}

# Keep output as $work/$1
keep() {
	rm -rf "${work:?}/$1"
	mv "$work/output" "$work/$1"
}

# A second edition of the content: one .md changed, and one removed that no
# other file needs.
second_content() {
	local changed gone
	changed=$(find "$work/content-1" -name '[0-9]*.md' | sort | head -n 1)
	for gone in $(find "$work/content-1" -name '[0-9]*.md' | sort -r); do
		[ "$gone" != "$changed" ] || continue
		rm -rf "$work/content-2"
		cp -a "$work/content-1" "$work/content-2"
		printf '\nEn rad till.\n' >>"${changed/content-1/content-2}"
		rm "${gone/content-1/content-2}"
		publish 2 && return
	done
	echo "$0: no second edition can be made of $content" >&2
	sed 's/^/	/' "$work/log" >&2
	exit 2
}

prepare() {
	local edition
	mkdir "$work/before-nothing"
	for edition in 1 2; do
		rm -rf "$work/output"
		publish $edition || { cat "$work/log" >&2; exit 2; }
		keep "expected-$edition"
	done
	trees=$(ls "$work/expected-1")
	allowed=$(for tree in $trees; do
		echo "$tree .$tree.spare .$tree.lock"
	done | tr '\n' ' ')
	publish 1
	keep before-1
	publish 2 && publish 1
	keep before-1-and-spare
	if [ -n "${bilaga:-}" ]; then
		next=2
		step=$((7 + $(find "$work/expected-1" -type f | wc -l) / 6))
		befores="nothing 1-and-spare"
		return
	fi
	next="2 1"
	step=1
	publish 0 && publish 1
	keep before-1-and-other
	befores="nothing 1 1-and-spare 1-and-other"
}

bilaga=
content=
if [ $# -eq 3 ]; then
	bilaga=$(realpath "$2")
	content=$3
	cp -a "$content" "$work/content-1"
fi
compile
[ -n "$bilaga" ] && second_content
prepare

for before in $befores; do
	for how in kill EIO; do
		for call in open write close rename exchange unlink mkdir fstat; do
			all "$before" $call $how
		done
		all "$before" rename $how INJECT_NO_EXCHANGE=1
	done
	for call in open write mkdir; do
		all "$before" $call ENOSPC
	done
	one "$before" open 0 every
	one "$before" write 0 every
	one "$before" write 0 short
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
