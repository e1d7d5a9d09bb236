# `make` installs what is missing, compiles bilaga and publishes content/ to
# output/. `make help` lists the rest.
#
# On a new machine there is nothing but make: what needs a compiler, pkg-config
# or python3 may only run in recipes that come after `setup`.

# release; or san: with gcc's address and undefined-behaviour sanitizers; or
# clang: with clang's.
MODE = release
MODES = release san clang

# What all targets of a mode are made in.
BUILD.release = build
BUILD.san = build/san
BUILD.clang = build/clang
BUILD = $(BUILD.$(MODE))

SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
CFLAGS.san = -O1 -g $(SANITIZERS)
CFLAGS.clang = $(CFLAGS.san)
ifeq ($(MODE),release)
CFLAGS ?= -O2 -g
else
CFLAGS = $(CFLAGS.$(MODE))
endif
ifeq ($(MODE),clang)
CC = clang
else ifeq ($(origin CC),default)
CC = gcc
endif
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wconversion -Wno-sign-conversion -Werror
LIBRARIES = glib-2.0 icu-i18n icu-uc yaml-0.1 libxml-2.0 libcmark
# What only bilaga-forms is linked with: they take long to load.
FORMS_LIBRARIES = xlsxwriter libzip

# pkg-config is asked once, the first time that a recipe needs the answer.
LIBRARY_CFLAGS = $(eval LIBRARY_CFLAGS := \
	$(shell pkg-config --cflags $(LIBRARIES) $(FORMS_LIBRARIES)))$(LIBRARY_CFLAGS)
LIBRARY_LIBS = $(eval LIBRARY_LIBS := \
	$(shell pkg-config --libs $(LIBRARIES)))$(LIBRARY_LIBS)
FORMS_LIBS = $(eval FORMS_LIBS := \
	$(shell pkg-config --libs $(FORMS_LIBRARIES)))$(FORMS_LIBS)
# Have no pkg-config file.
OTHER_LIBS = -lcivetweb -lstemmer
COMPILE = $(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -Igenerator \
	$(LIBRARY_CFLAGS) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(CFLAGS) $(LDFLAGS)

PREFIX = /usr/local
# What the search needs of npm's packages; nothing when they are not there.
SEARCH_FILES = $(wildcard generator/search/lunr.js \
	$(addprefix generator/search/node_modules/,\
	minisearch.min.js minisearch/LICENSE.txt \
	lunr-languages/min/lunr.stemmer.support.min.js \
	lunr-languages/min/lunr.sv.min.js lunr-languages/LICENSE))
SHARE = $(DESTDIR)$(PREFIX)/share/bilaga
MANUALS = $(DESTDIR)$(PREFIX)/share/man/man1
COMPLETIONS = $(DESTDIR)$(PREFIX)/share/bash-completion/completions

# `make SETUP=true` leaves the set-up out.
SETUP = generator/setup
export SETUP

MAIN = generator/bilaga.c
# What differs between the programs bilaga and bilaga-forms: generator/forms.h.
FORMS_HERE = generator/forms.c
FORMS_APART = generator/forms_apart.c
# A program of its own, for `make pdf`.
FINISH_MAIN = generator/print/finish.c
MODULES = $(filter-out $(MAIN) $(FORMS_HERE) $(FORMS_APART) $(FINISH_MAIN),\
	$(wildcard generator/*.c generator/*/*.c))
UNIT_TESTS = $(wildcard tests/unit/*_test.c)
DRIVERS = $(wildcard tests/unit/*_driver.c)
FUZZERS = $(wildcard tests/fuzz/*_fuzz.c)
SEED_MAIN = tests/fuzz/main.c
TESTS = $(UNIT_TESTS) $(DRIVERS) $(FUZZERS)

MODULE_OBJECTS = $(MODULES:%.c=$(BUILD)/%.o)
ARCHIVE = $(BUILD)/modules.a
BILAGA = $(BUILD)/bilaga
FORMS = $(BUILD)/bilaga-forms
FINISH = $(BUILD)/finish-pdf

# As many jobs as cores; a -j on the command line wins.
MAKEFLAGS += --no-builtin-rules -j$(shell nproc)
ifndef V
Q = @
endif
# make -s says nothing of what is made.
SAY = @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)

.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: all docx schema pdf setup-pdf bilaga programs setup test test-all \
	test-quick lint accept bench bench-serve format install clean help FORCE

ifeq ($(filter $(MODE),$(MODES)),)
$(error MODE=$(MODE): not one of $(MODES))
endif

all: $(BILAGA)
	$(BILAGA) build content -o output

bilaga: $(BILAGA) $(FORMS)

# All that tests run, for tests/run.
programs: $(BILAGA) $(FORMS) $(TESTS:%.c=$(BUILD)/%)

# Word files of the DocBook in output/, for comments; SECTION=id for one section.
docx: $(BILAGA)
	@$(SETUP) generator/docx/packages.txt
	$(BILAGA) build content -o output
	generator/docx/make output/docbook output/docx $(SECTION)

# What editors complete and explain by.
schema: $(BILAGA)
	$(BILAGA) schema content -o .vscode/schema

# PDF=--two-sided for paper with text on both sides.
pdf: $(BILAGA) $(FINISH)
	$(BILAGA) build content -o output
	generator/print/make --finish $(FINISH) $(PDF) output/docbook output/pdf

setup-pdf: setup
	@$(SETUP) generator/print/packages.txt

setup:
	@$(SETUP) generator/packages.txt
ifneq ($(SETUP),true)
	@generator/search/setup
endif

# Compiling.

# How objects are compiled. It only changes when that changes, and all with it.
$(BUILD)/flags: FORCE | setup
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' >$@

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY) "CC $@"
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# Not beside its labels and themes, as build/bilaga is.
ifneq ($(MODE),release)
$(BUILD)/generator/bilaga.o: private CPPFLAGS += -DBILAGA_DATA='"$(CURDIR)"'
endif

$(BILAGA): $(MAIN:%.c=$(BUILD)/%.o) $(FORMS_APART:%.c=$(BUILD)/%.o) \
		$(filter-out $(BUILD)/generator/form/%,$(MODULE_OBJECTS))
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) $(OTHER_LIBS)

$(FORMS): $(MAIN:%.c=$(BUILD)/%.o) $(FORMS_HERE:%.c=$(BUILD)/%.o) \
		$(MODULE_OBJECTS)
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) $(FORMS_LIBS) $(OTHER_LIBS)

$(BUILD)/generator/print/finish.o: | setup-pdf

$(FINISH): $(BUILD)/generator/print/finish.o
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) -lqpdf

$(ARCHIVE): $(MODULE_OBJECTS)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(UNIT_TESTS:%.c=$(BUILD)/%): $(BUILD)/%: $(BUILD)/%.o $(ARCHIVE)
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) $(FORMS_LIBS) $(OTHER_LIBS) -lcmocka

$(DRIVERS:%.c=$(BUILD)/%): $(BUILD)/%: $(BUILD)/%.o $(ARCHIVE)
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) $(FORMS_LIBS) $(OTHER_LIBS)

$(FUZZERS:%.c=$(BUILD)/%): $(BUILD)/%: $(BUILD)/%.o \
		$(SEED_MAIN:%.c=$(BUILD)/%.o) $(ARCHIVE)
	$(SAY) "LD $@"
	$(Q)$(LINK) -o $@ $^ $(LIBRARY_LIBS) $(FORMS_LIBS) $(OTHER_LIBS)

-include $(wildcard $(patsubst %.c,$(BUILD)/%.d,$(MAIN) $(FORMS_HERE) \
	$(FORMS_APART) $(FINISH_MAIN) $(MODULES) $(TESTS) $(SEED_MAIN)))

# What a variable is, for scripts: `make -s print-CC`.
print-%: | setup
	@echo '$*=$($*)'

# Testing. tests/run is the only runner; it calls make for what it runs.

test:
	@tests/setup
	@tests/run

# In their long form.
test-all:
	@tests/setup
	@tests/run --all

test-quick:
	@tests/setup
	@tests/run --quick

lint:
	@tests/setup
	@tests/run 'lint-*'

accept:
	@tests/setup
	@tests/run --accept

bench: $(BILAGA)
	BILAGA=$(abspath $(BILAGA)) tests/bench/run $(BENCH)

bench-serve: $(BILAGA)
	BILAGA=$(abspath $(BILAGA)) tests/bench/serve $(BENCH)

format:
	clang-format -i $(wildcard generator/*.[ch] generator/*/*.[ch] \
		tests/*/*.[ch])

# Installing.

install: $(BILAGA) $(FORMS)
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BILAGA) $(FORMS) $(DESTDIR)$(PREFIX)/bin
	install -d $(MANUALS) $(COMPLETIONS)
	$(BILAGA) manual > $(MANUALS)/bilaga.1
	$(BILAGA) completion > $(COMPLETIONS)/bilaga
	rm -rf $(SHARE)
	set -e; find generator/labels generator/kinds themes \
		generator/serve/live.js generator/serve/live.css \
		$(SEARCH_FILES) -type f | \
	while read -r file; do \
		install -D -m 644 "$$file" "$(SHARE)/$$file"; \
	done

clean:
	rm -rf build

help:
	@echo 'make            set up, compile build/bilaga, publish content/ to output/'
	@echo 'make bilaga     set up and compile'
	@echo 'make schema     what editors complete and explain by, in .vscode/schema'
	@echo 'make pdf        PDFs in output/pdf; PDF=--two-sided for paper with two sides'
	@echo 'make docx       Word files in output/docx; SECTION=id for one section'
	@echo 'make test       set up and run all tests'
	@echo 'make test-all   the same in their long form: half an hour and more'
	@echo 'make test-quick those that together take less than a minute'
	@echo 'make lint       how the source looks; lengths of functions'
	@echo 'make accept     rewrite what the cases expect; read the diff'
	@echo 'make bench      speed and memory; BENCH=--full or --stages for more'
	@echo 'make bench-serve  from a save to the screen, in the preview'
	@echo 'make format     let clang-format have its way with C files'
	@echo 'make install    to PREFIX ($(PREFIX)), under DESTDIR'
	@echo 'make clean      remove build/'
	@echo
	@echo 'MODE=san or clang: with sanitizers, in build/san or build/clang.'
	@echo 'CC, CFLAGS, CPPFLAGS, LDFLAGS: as usual. V=1: show commands.'
	@echo 'SETUP=true: install nothing. tests/run --help: parts of the tests.'
