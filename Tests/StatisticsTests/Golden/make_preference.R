# Expected values of models of preference from R: glm, MASS (profile likelihood), lme4.
#
#     Rscript make_preference.R      reads preference.json, writes preference_r.json
library(jsonlite)
library(MASS)
suppressMessages(library(lme4))

data <- fromJSON("preference.json")
rows <- data$rows
items <- 5
x <- matrix(0, nrow(rows), items)
x[cbind(seq_len(nrow(rows)), rows[, 2] + 1)] <- 1
x[cbind(seq_len(nrow(rows)), rows[, 3] + 1)] <- -1
y <- rows[, 4]
control <- glm.control(epsilon = 1e-14, maxit = 100)
frame <- data.frame(y, x[, -1])
fit <- glm(y ~ 0 + ., binomial, frame, control = control)
profiled <- suppressMessages(confint(fit))

# Limits without the interpolation of MASS: where the deviance with the contrast fixed is chi-squared above its minimum.
limits <- function(weights) {
  beta <- c(0, coef(fit))
  estimate <- sum(weights * beta)
  # The last item is replaced by what the contrast leaves: its weight must not be 0.
  free <- setdiff(2:items, which.max(abs(weights[-1])) + 1)
  bound <- which.max(abs(weights[-1])) + 1
  deviance_at <- function(value) {
    design <- sapply(free, function(k) x[, k] - weights[k] / weights[bound] * x[, bound])
    glm(y ~ 0 + design, binomial, offset = value / weights[bound] * x[, bound], control = control)$deviance
  }
  target <- fit$deviance + qchisq(0.95, 1)
  sapply(c(-1, 1), function(sign) {
    uniroot(function(value) deviance_at(value) - target, sort(estimate + sign * c(0.01, 3)), tol = 1e-11)$root
  })
}
relative <- t(sapply(2:items, function(k) limits(replace(replace(numeric(items), k, 1), 1, -1))))
centred <- t(sapply(seq_len(items), function(k) limits(replace(numeric(items), k, 1) - 1 / items)))

# Goodness of fit from counts of pairs.
lower <- pmin(rows[, 2], rows[, 3])
higher <- pmax(rows[, 2], rows[, 3])
won <- ifelse(rows[, 2] < rows[, 3], y, 1 - y)
counts <- aggregate(data.frame(won, lost = 1 - won), list(lower = lower, higher = higher), sum)
z <- matrix(0, nrow(counts), items)
z[cbind(seq_len(nrow(counts)), counts$lower + 1)] <- 1
z[cbind(seq_len(nrow(counts)), counts$higher + 1)] <- -1
grouped <- glm(cbind(won, lost) ~ 0 + z[, -1], binomial, counts, control = control)
pearson <- sum(residuals(grouped, "pearson")^2)

sided <- glm(y ~ ., binomial, frame, control = control)
group <- rows[, 1] %% 2
apart <- glm(y ~ 0 + x[, -1] + x[, -1]:group, binomial, control = control)

# All pairs, Holm.
covariance <- rbind(0, cbind(0, vcov(fit)))
beta <- c(0, coef(fit))
pairs <- t(combn(items, 2))
difference <- beta[pairs[, 1]] - beta[pairs[, 2]]
error <- sqrt(diag(covariance)[pairs[, 1]] + diag(covariance)[pairs[, 2]] - 2 * covariance[pairs])
p <- 2 * pnorm(-abs(difference / error))

# Two items: a random intercept is a participant's own difference of worths, with standard deviation sqrt(2) sigma.
two <- data$two
first <- ifelse(two[, 2] == 0, two[, 4], 1 - two[, 4])
person <- factor(two[, 1])
mixed <- glmer(first ~ 1 + (1 | person), family = binomial, nAGQ = 1,
               control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12), tolPwrss = 1e-12))

result <- list(
  peers = list(R = as.character(getRversion()), MASS = as.character(packageVersion("MASS")),
               lme4 = as.character(packageVersion("lme4"))),
  mass = unname(profiled), relative = relative, centred = centred,
  deviance = grouped$deviance, pearson = pearson, df = grouped$df.residual,
  side = list(value = unname(coef(sided)[1]), error = unname(sqrt(diag(vcov(sided)))[1]),
              ratio = fit$deviance - sided$deviance),
  group = list(ratio = fit$deviance - apart$deviance, df = fit$df.residual - apart$df.residual),
  contrasts = data.frame(difference, error, p, adjusted = p.adjust(p, "holm")),
  two = list(value = unname(fixef(mixed)), error = sqrt(vcov(mixed)[1, 1]), sd = sqrt(VarCorr(mixed)$person[1, 1]),
             logLikelihood = as.numeric(logLik(mixed)))
)
write(toJSON(result, digits = 14, auto_unbox = TRUE), "preference_r.json")
