#!/usr/bin/env Rscript
# The mixed model of ratings by lme4 and lmerTest: writes mixed_model.json beside it. Debian: r-cran-lmertest.
suppressMessages(library(lme4))

folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
fit_of <- function(participants, items, person, item, noise) {
  data <- expand.grid(item = seq_len(items) - 1, participant = seq_len(participants) - 1)
  # Ratings by a formula, so that the test has them too; every seventh is missing.
  n <- seq_len(nrow(data)) - 1
  data$value <- 3 + item * sin(1.7 * data$item) + person * cos(2.3 * data$participant) + noise * sin(12.9898 * n * n + 0.3)
  data <- data[n %% 7 != 3, ]
  fit <- lmer(value ~ 1 + (1 | participant) + (1 | item), data, REML = TRUE,
              control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))
  parts <- as.data.frame(VarCorr(fit))
  variance <- function(name) parts$vcov[parts$grp == name]
  test <- lmerTest::as_lmerModLmerTest(fit)
  numbers <- c(participants = participants, items = items, person = person, item = item, noise = noise,
               mean = unname(fixef(fit)), standardError = sqrt(as.matrix(vcov(fit))[1, 1]),
               varianceParticipant = variance("participant"), varianceItem = variance("item"),
               varianceResidual = variance("Residual"), reml = REMLcrit(fit),
               satterthwaite = unname(summary(test)$coefficients[1, "df"]))
  paste0("{", paste0('"', names(numbers), '": ', format(numbers, digits = 15, trim = TRUE), collapse = ", "), "}")
}
cases <- c(fit_of(8, 15, 0.5, 0.8, 0.6), fit_of(25, 10, 0.4, 0.3, 1.2), fit_of(12, 40, 0.6, 0.2, 0.9), fit_of(9, 14, 0, 0.7, 0.9), fit_of(10, 20, 0, 0.7, 0.9), fit_of(8, 22, 0, 0.5, 1), fit_of(11, 16, 0, 0.7, 0.9))
cat(sprintf('{"peers": {"lme4": "%s", "lmerTest": "%s"}, "cases": [%s]}\n', packageVersion("lme4"), packageVersion("lmerTest"),
            paste(cases, collapse = ",\n")), file = file.path(folder, "mixed_model.json"))
