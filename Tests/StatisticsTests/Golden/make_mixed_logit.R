#!/usr/bin/env Rscript
# Logistic mixed models by lme4::glmer (Laplace approximation): writes mixed_logit.json beside it. Debian: r-cran-lme4.
library(lme4)

folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
# Lehmer's generator, so that the answers do not depend on R's version.
state <- 12345
uniform <- function() {
  state <<- (48271 * state) %% 2147483647
  state / 2147483647
}
draw <- function(participants, items, conditions, deviationParticipant, deviationItem, share) {
  abilities <- sapply(seq_len(participants), function(i) deviationParticipant * qnorm(uniform()))
  difficulties <- sapply(seq_len(items), function(i) deviationItem * qnorm(uniform()))
  rows <- list()
  for (p in seq_len(participants)) for (i in seq_len(items)) {
    if (uniform() > share) next
    condition <- (p + i) %% conditions
    eta <- 0.4 + 0.5 * condition + abilities[p] + difficulties[i]
    rows[[length(rows) + 1]] <- c(p, i, condition, as.integer(uniform() < plogis(eta)))
  }
  data <- as.data.frame(do.call(rbind, rows))
  names(data) <- c("participant", "item", "condition", "correct")
  data
}
control <- glmerControl(optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14, xtol_rel = 1e-12, ftol_rel = 1e-15, maxeval = 20000),
                        calc.derivs = TRUE, tolPwrss = 1e-13)
cases <- list(
  crossed = draw(20, 30, 3, 0.8, 0.6, 1),
  sparse = draw(40, 25, 2, 0.5, 1.0, 0.4),
  single = draw(15, 15, 1, 0.7, 0.5, 1),
  flat = draw(25, 12, 2, 0.9, 0.0, 1),
  singular = draw(12, 20, 2, 0.0, 0.8, 1)
)
# All participants are right equally often, so that their variance is estimated as 0.
cases$singular$correct <- with(cases$singular, as.integer((participant + 3 * item) %% 5 < 1 + item %% 4))
text <- character()
for (name in names(cases)) {
  data <- cases[[name]]
  data$condition <- factor(data$condition)
  formula <- if (nlevels(data$condition) > 1) correct ~ condition + (1 | participant) + (1 | item) else correct ~ 1 + (1 | participant) + (1 | item)
  fit <- glmer(formula, data, family = binomial, control = control)
  variances <- as.data.frame(VarCorr(fit))
  list_of <- function(x) paste0("[", paste(format(unname(x), digits = 15, trim = TRUE), collapse = ","), "]")
  rows <- paste0("[", apply(data, 1, function(r) paste(trimws(r), collapse = ",")), "]", collapse = ",\n")
  text <- c(text, sprintf('"%s": {"rows": [%s], "fixed": %s, "standardErrors": %s, "variances": [%.15g,%.15g], "logLikelihood": %.15g}',
    name, rows, list_of(fixef(fit)), list_of(sqrt(diag(as.matrix(vcov(fit))))),
    variances$vcov[variances$grp == "participant"], variances$vcov[variances$grp == "item"], as.numeric(logLik(fit))))
  print(summary(fit)$coefficients); print(variances)
}
cat(sprintf('{"peers": {"lme4": "%s", "R": "%s.%s"}, "cases": {%s}}\n', packageVersion("lme4"), R.version$major, R.version$minor,
            paste(text, collapse = ",\n")), file = file.path(folder, "mixed_logit.json"))
