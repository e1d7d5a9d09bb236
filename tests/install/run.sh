#!/bin/bash
# Does `make` do what is promised of it, and does what it installs work?
#
# Prints a line for each failure, and at the end "N passed, N failed".
set -u -o pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 2
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT

passed=0
failed=0

# try WHAT COMMAND…: a test that passes if COMMAND does
try() {
	local what=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what"
		sed 's/^/	/' "$work/log"
	fi
}

run_make() {
	make -C "$root" --no-print-directory MODE=release "$@"
}

# is_same TEXT COMMAND…: does COMMAND print TEXT?
is_same() {
	local expected=$1
	shift
	diff <(echo -n "$expected") <("$@" 2>&1)
}

installed_files() {
	(cd "$work/there/opt/bilaga" && find . -type f -printf '%m %p\n' | sort)
}

# With npm, the search too; without, nothing of it.
search_files() {
	make -C "$root" -s SETUP=true print-SEARCH_FILES | sed 's/^[^=]*=//'
}

source_files() {
	(
		cd "$root"
		echo "755 ./bin/bilaga"
		echo "755 ./bin/bilaga-forms"
		echo "644 ./share/man/man1/bilaga.1"
		echo "644 ./share/bash-completion/completions/bilaga"
		find generator/labels generator/kinds themes $(search_files) \
			generator/serve/live.js generator/serve/live.css \
			-type f -printf '644 ./share/bilaga/%p\n'
	) | sort
}

# From another folder, without a home, and with nothing to read beside it
publish() {
	(
		umask 077
		cd "$work" && env -i "$1" build "$root/content" -o "$work/$2"
	)
}

same_trees() {
	[ -s "$work/$1/html/index.html" ] && diff -r "$work/$1" "$work/$2"
}

only_gitignore() {
	git -C "$root" rev-parse --verify -q HEAD >/dev/null || return 0
	is_same "output/.gitignore
" git -C "$root" ls-files output
}

try "make compiles" run_make bilaga
try "make again: there is nothing to do and to say" \
	is_same "" run_make bilaga
try "make install" \
	run_make install DESTDIR="$work/there" PREFIX=/opt/bilaga
try "what is installed, and how it may be read" \
	is_same "$(source_files)
" installed_files
mv "$work/there/opt/bilaga" "$work/moved"
try "what is installed can be moved, and publishes" \
	publish "$work/moved/bin/bilaga" output-moved
try "what is compiled publishes" publish "$root/build/bilaga" output-built
try "both publish the same" same_trees output-moved output-built
try "make help" run_make help
try "a mode that does not exist is refused" \
	is_same "" bash -c "! make -C '$root' MODE=nonsense help >/dev/null 2>&1"
try "output/ is in the repository with nothing but its .gitignore" \
	only_gitignore

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
