# Intraclass correlations by psych, and of incomplete ratings the variances by lme4; writes icc.json beside it.
#
#     apt-get install r-cran-psych r-cran-lme4 r-cran-jsonlite
#     Rscript make_icc.R
library(psych)
library(lme4)
library(jsonlite)

# Shrout and Fleiss 1979, table 2: six targets by four judges.
shrout <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), ncol = 4, byrow = TRUE)
complete <- ICC(shrout, lmer = FALSE)$results

item <- 0:23
values <- outer(item, 0:5, function(i, r) 3 + 1.1 * sin(1.7 * i) + 0.5 * cos(2.3 * r) + 0.7 * sin(12.9898 * (i * 6 + r)))
values <- round(values, 3)
missing <- outer(item, 0:5, function(i, r) (7 * i + 3 * r) %% 11 < 3)
values[missing] <- NA
long <- data.frame(value = as.vector(values), item = factor(rep(item, 6)), rater = factor(rep(0:5, each = 24)))
fit <- lmer(value ~ 1 + (1 | item) + (1 | rater), data = long, na.action = na.omit,
            control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12)))
variances <- as.data.frame(VarCorr(fit))
variance <- setNames(variances$vcov, variances$grp)
incomplete <- ICC(values, missing = FALSE, lmer = TRUE)$results

known <- long[!is.na(long$value), ]
table <- anova(aov(value ~ item, data = known))
peers <- list(R = as.character(getRversion()), psych = as.character(packageVersion("psych")),
              lme4 = as.character(packageVersion("lme4")))
write_json(list(
  peers = peers,
  complete = list(ratings = t(shrout), values = complete$ICC, F = complete$F, lower = complete[["lower bound"]],
                  upper = complete[["upper bound"]]),
  incomplete = list(ratings = t(values), item = variance[["item"]], rater = variance[["rater"]],
                    residual = variance[["Residual"]], psych = incomplete$ICC,
                    between = table[["Mean Sq"]][1], within = table[["Mean Sq"]][2])
), "icc.json", auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE)
