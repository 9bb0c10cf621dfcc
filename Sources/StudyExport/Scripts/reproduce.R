# Reads this export and computes the headline numbers anew, with base R.
#
# Rscript reproduce.R > reproduced.csv
# The same numbers: beholder analyze preference pairs.csv --statistic bradley-terry,
# and beholder analyze STUDY --statistic percent-agreement. Where wins separate the
# items, which analyze says, worths are infinite and these are where the iteration ends.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])))
pairsFile <- c(list.files(here, "^pairs[.]csv$", full.names = TRUE),
               list.files(file.path(here, "data"), "pairs_data[.]csv$", full.names = TRUE))[1]
pairs <- read.csv(pairsFile, stringsAsFactors = FALSE, na.strings = "")
pairs <- pairs[pairs$session == 1 & is.na(pairs$excluded), ]
if (nrow(pairs) == 0) stop("pairs.csv has no comparison")

# Bradley and Terry (1952) as a logistic regression; a tie is half a win for both.
items <- sort(unique(c(pairs$left, pairs$right)))
x <- sapply(items, function(item) (pairs$left == item) - (pairs$right == item))
y <- c(left = 1, tie = 0.5, right = 0)[pairs$winner]
fit <- glm(y ~ 0 + x[, -1], family = quasibinomial, control = list(epsilon = 1e-14, maxit = 100))
worth <- c(0, coef(fit))
worth <- worth - mean(worth)

# The share of pairs of participants who agree, mean over comparisons that at least two answered.
comparison <- paste(pairs$unit, pmin(pairs$left, pairs$right), pmax(pairs$left, pairs$right))
chosen <- ifelse(pairs$winner == "left", pairs$left, ifelse(pairs$winner == "right", pairs$right, "tie"))
counts <- table(comparison, chosen)
n <- rowSums(counts)
agreement <- mean((rowSums(counts * (counts - 1)) / (n * (n - 1)))[n > 1])

cat("statistic,item,value\n")
cat(sprintf("bradley-terry,%s,%.12g\n", items, worth), sep = "")
cat(sprintf("percent-agreement,,%.12g\n", agreement))
