"""The random numbers of SeededRandom: xoshiro256** seeded by SplitMix64, to give peers the same samples."""

MASK = (1 << 64) - 1


def split_mix(state):
    state = (state + 0x9E3779B97F4A7C15) & MASK
    word = state
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return state, word ^ (word >> 31)


def rotated(word, count):
    return ((word << count) | (word >> (64 - count))) & MASK


class SeededGenerator:
    def __init__(self, seed, stream=None):
        if stream is not None:
            first = split_mix(seed)[1]
            seed = split_mix(first ^ ((stream * 0xD1B54A32D192ED03) & MASK))[1]
        self.words = []
        for _ in range(4):
            seed, word = split_mix(seed)
            self.words.append(word)

    def next(self):
        a, b, c, d = self.words
        result = (rotated((b * 5) & MASK, 7) * 9) & MASK
        shifted = (b << 17) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        self.words = [a, b, c, rotated(d, 45)]
        return result

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, bound):
        product = self.next() * bound
        if product & MASK < bound:
            threshold = (1 << 64) % bound
            while product & MASK < threshold:
                product = self.next() * bound
        return product >> 64
