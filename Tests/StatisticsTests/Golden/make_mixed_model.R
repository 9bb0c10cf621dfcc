#!/usr/bin/env Rscript
# The mixed model of ratings by lme4: writes mixed_model.json beside it. Debian: r-cran-lme4.
library(lme4)

folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
participants <- 8
items <- 15
data <- expand.grid(item = seq_len(items) - 1, participant = seq_len(participants) - 1)
# Ratings by a formula, so that the test has them too; every seventh is missing.
n <- seq_len(nrow(data)) - 1
data$value <- 3 + 0.8 * sin(1.7 * data$item) + 0.5 * cos(2.3 * data$participant) + 0.6 * sin(12.9898 * n + 0.3)
data <- data[n %% 7 != 3, ]
fit <- lmer(value ~ 1 + (1 | participant) + (1 | item), data, REML = TRUE,
            control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))
parts <- as.data.frame(VarCorr(fit))
variance <- function(name) parts$vcov[parts$grp == name]
numbers <- c(mean = unname(fixef(fit)), standardError = sqrt(as.matrix(vcov(fit))[1, 1]),
             varianceParticipant = variance("participant"), varianceItem = variance("item"),
             varianceResidual = variance("Residual"), reml = REMLcrit(fit))
text <- paste0('"', names(numbers), '": ', format(numbers, digits = 15), collapse = ", ")
cat(sprintf('{"peers": {"lme4": "%s"}, %s}\n', packageVersion("lme4"), text), file = file.path(folder, "mixed_model.json"))
