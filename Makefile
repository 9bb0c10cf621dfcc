# make demo      sets everything up and runs the main job
# make test      sets everything up and runs the tests
# make install   puts the program and its data under PREFIX

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
SWIFT ?= swift
PACKAGES := libsqlite3-dev libdnnl-dev libpng-dev libturbojpeg0-dev libchafa-dev libglib2.0-dev pkg-config
BEHOLDER := .build/release/beholder
DEMO := Exports/demo
STUDY := StudyDefinitions/examples/shapes/shapes.study.json

.PHONY: help system build test lint demo install clean

help:
	@sed -n 's/^# //p' Makefile

# Installs what is missing where that can be done without asking; else prints the one command to run.
system:
	@command -v $(SWIFT) > /dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install" >&2; exit 1; }
	@if command -v dpkg-query > /dev/null; then \
	  missing=$$(for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$package 2> /dev/null | grep -q 'install ok installed' || echo $$package; done); \
	  if [ -n "$$missing" ]; then \
	    as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	    if [ "$$(id -u)" = 0 ] || sudo -n true 2> /dev/null; then \
	      echo "Installing" $$missing; \
	      $$as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq $$missing > /dev/null; \
	    else \
	      echo "Run this once, then make again:  sudo apt-get install -y" $$missing >&2; exit 1; \
	    fi; \
	  fi; \
	fi

build: system
	$(SWIFT) build -c release --product beholder

test: system
	$(SWIFT) test -c release

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests Migrations StudyDefinitions

demo: build
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@$(BEHOLDER) prepare $(STUDY)
	@$(BEHOLDER) gallery --model $(dir $(STUDY))models/shapes-cnn.onnx --images $(dir $(STUDY))images \
	  --methods grad-cam,rise,integrated-gradients,lrp,sobel,random --output $(DEMO)/gallery.html
	@$(BEHOLDER) create $(STUDY) --database $(DEMO)/study.sqlite
	@$(BEHOLDER) score shapes --database $(DEMO)/study.sqlite
	@$(BEHOLDER) leaderboard --model $(dir $(STUDY))models/shapes-cnn.onnx --images $(dir $(STUDY))images \
	  --masks $(dir $(STUDY))regions --methods grad-cam,rise,integrated-gradients,lrp,gaussian,sobel,random \
	  --set rise.samples=500 --metrics dauc,iauc,dc,ic,ad,energy-pointing-game --to $(DEMO)/leaderboard
	@$(BEHOLDER) simulate shapes --database $(DEMO)/study.sqlite --participants 20 --seed 1 --observer model
	@$(BEHOLDER) export shapes --database $(DEMO)/study.sqlite --to $(DEMO)/export --include-simulated
	@$(BEHOLDER) analyze shapes --database $(DEMO)/study.sqlite --include-simulated --svg $(DEMO)/preference.svg \
	  --statistic bradley-terry,binomial,kendall-u,metrics-against-people
	@$(BEHOLDER) report shapes --database $(DEMO)/study.sqlite --include-simulated --to $(DEMO)/report.html
	@echo
	@echo "Look at   $(DEMO)/gallery.html   (the maps),   $(DEMO)/leaderboard/leaderboard.html   (the metrics),"
	@echo "$(DEMO)/report.html   (the result)   and   $(DEMO)/export/   (the tables and their codebook)."
	@$(BEHOLDER) create $(STUDY) --database Exports/mine.sqlite > /dev/null
	@echo "Now answer the same study yourself; your answers are kept in a database of their own:"
	@echo
	@echo "    $(BEHOLDER) participate shapes --database Exports/mine.sqlite"

# The installed program brings Swift's libraries with it: it runs where there are none, and starts in half the time.
install: system
	$(SWIFT) build -c release --product beholder --scratch-path .build/static \
	  $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/beholder
	install -s -m 755 .build/static/release/beholder $(DESTDIR)$(PREFIX)/bin/beholder
	cp -R $(addprefix StudyDefinitions/,examples study-definition.schema.json) $(DESTDIR)$(PREFIX)/share/beholder/

clean:
	rm -rf .build $(DEMO)
