"""Six small classifiers of pictures `[N,3,96,96]`; `outputs` names what `forward` gives, the logits first."""

import math

import torch
from torch import nn
from torch.nn import functional

from scenes import CLASSES, SIDE

COUNT = len(CLASSES)


class Block(nn.Module):
    """Two convolutions with batch norm beside a shortcut."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = functional.relu(self.first_norm(self.first(x)))
        return functional.relu(self.second_norm(self.second(y)) + self.shortcut(x))


def stem(width):
    return nn.Sequential(nn.Conv2d(3, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())


def trunk(last_stride=2):
    """Features `[N,64,12,12]`; with a last stride of 1, `[N,64,24,24]`."""
    return nn.Sequential(stem(16), Block(16, 24, 2), Block(24, 48, last_stride), Block(48, 64))


def pooled(x):
    return torch.flatten(functional.adaptive_avg_pool2d(x, 1), 1)


class ResidualCNN(nn.Module):
    """He et al. 2016, arXiv:1512.03385: residual blocks, global average pooling, a linear head."""

    outputs = ["logits"]

    def __init__(self):
        super().__init__()
        self.trunk = trunk()
        self.head = nn.Linear(64, COUNT)

    def forward(self, x):
        return (self.head(pooled(self.trunk(x))),)


class AttentionBranchNetwork(nn.Module):
    """Fukui et al. 2019, arXiv:1812.10025.

    The attention branch turns features g into a map for each class. Their averages are scores of their own (in training
    only), and one convolution of them makes the attention M, 0…1. The perception branch classifies (1 + M) · g.
    """

    outputs = ["logits", "attention"]

    def __init__(self):
        super().__init__()
        self.extractor = nn.Sequential(stem(16), Block(16, 24, 2), Block(24, 48, 2))
        self.attention_block = nn.Sequential(Block(48, 48), nn.BatchNorm2d(48))
        self.evidence = nn.Sequential(nn.Conv2d(48, COUNT, 1, bias=False), nn.BatchNorm2d(COUNT), nn.ReLU())
        self.vote = nn.Conv2d(COUNT, COUNT, 1)
        self.attention = nn.Sequential(nn.Conv2d(COUNT, 1, 3, 1, 1, bias=False), nn.BatchNorm2d(1), nn.Sigmoid())
        self.perception = Block(48, 64)
        self.head = nn.Linear(64, COUNT)
        # Evidence starts as evidence for a class each, and attention as its sum: else its sign is left to chance.
        nn.init.dirac_(self.vote.weight)
        nn.init.constant_(self.attention[0].weight, 0.5)

    def branches(self, x):
        """Scores of the perception branch, the attention, scores of the attention branch, and the evidence of these."""
        x = self.extractor(x)
        evidence = self.evidence(self.attention_block(x))
        attention = self.attention(evidence)
        logits = self.head(pooled(self.perception(x * (1 + attention))))
        return logits, attention, pooled(self.vote(evidence)), evidence

    def forward(self, x):
        return self.branches(x)[:2]


class BRNPA(nn.Module):
    """Gomez et al. 2022, arXiv:2106.02566: bilinear representative non-parametric attention.

    At a finer resolution, three representative vectors are taken in turn: the most active position (the feature vector
    of largest norm) attends to all positions by a softmax over their cosine similarity to it, and the average with these
    weights is the representative. Activities are then multiplied by 1 − similarity, so that the next one is unlike it.
    `attention` has the weights, `[N,3,24,24]`; the authors show them multiplied by the norm of `features`.
    """

    outputs = ["logits", "attention", "features"]
    parts, temperature = 3, 0.1

    def __init__(self):
        super().__init__()
        self.trunk = trunk(last_stride=1)
        self.head = nn.Linear(64 * self.parts, COUNT)

    def forward(self, x):
        features = self.trunk(x)
        vectors = torch.flatten(features, 2)
        norms = torch.sqrt(torch.sum(vectors * vectors, 1, keepdim=True) + 1e-6)
        directions = vectors / norms
        activity = norms
        weights, representatives = [], []
        for _ in range(self.parts):
            chosen = (activity.detach() >= torch.amax(activity.detach(), 2, keepdim=True)).to(x.dtype)
            chosen = chosen / torch.sum(chosen, 2, keepdim=True)
            center = torch.sum(directions * chosen, 2, keepdim=True)
            similarity = torch.sum(directions * center, 1, keepdim=True)
            weight = functional.softmax(similarity / self.temperature, 2)
            weights.append(weight)
            representatives.append(torch.sum(vectors * weight, 2))
            activity = activity * (1 - similarity)
        attention = torch.cat(weights, 1).reshape(-1, self.parts, SIDE // 4, SIDE // 4)
        return self.head(torch.cat(representatives, 1)), attention, features


class ProtoPNet(nn.Module):
    """Chen et al. 2019, arXiv:1806.10574: "this looks like that".

    Similarity log((d² + 1) / (d² + ε)) of each position to four prototypes a class, its maximum over positions, and a
    linear layer without bias. Prototype p is of class p / 4. `prototypes` has the similarities, `[N,32,12,12]`.
    """

    outputs = ["logits", "prototypes"]
    per_class, width, epsilon = 4, 32, 1e-4

    def __init__(self):
        super().__init__()
        count = self.per_class * COUNT
        self.trunk = trunk()
        narrow, mix = nn.Conv2d(64, self.width, 1), nn.Conv2d(self.width, self.width, 1)
        self.add_on = nn.Sequential(narrow, nn.ReLU(), mix, nn.Sigmoid())
        self.prototypes = nn.Parameter(torch.rand(count, self.width))
        self.register_buffer("classes", torch.arange(count) // self.per_class, persistent=False)
        self.head = nn.Linear(count, COUNT, bias=False)
        own = functional.one_hot(self.classes, COUNT).T.float()
        with torch.no_grad():
            self.head.weight.copy_(own - 0.5 * (1 - own))

    def positions(self, x):
        """Feature vectors `[N,32,144]`."""
        return torch.flatten(self.add_on(self.trunk(x)), 2)

    def distances(self, positions):
        """Squared distances `[N,prototypes,144]`, summed directly: |x|² − 2xp + |p|² cancels where they are small."""
        differences = positions[:, None] - self.prototypes[None, :, :, None]
        return torch.sum(differences * differences, 2)

    def similarities(self, distances):
        return torch.log((distances + 1) / (distances + self.epsilon))

    def forward(self, x):
        similarities = self.similarities(self.distances(self.positions(x)))
        maps = similarities.reshape(-1, self.per_class * COUNT, SIDE // 8, SIDE // 8)
        return self.head(torch.amax(maps, (2, 3))), maps


class Attention(nn.Module):
    """Self-attention in plain products, so that its probabilities are a tensor of the graph."""

    def __init__(self, width, heads, tokens):
        super().__init__()
        self.heads, self.tokens, self.each = heads, tokens, width // heads
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.join = nn.Linear(width, width)

    def split(self, x):
        return x.reshape(-1, self.tokens, self.heads, self.each).permute(0, 2, 1, 3)

    def forward(self, x):
        query, key, value = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(query, key.transpose(2, 3)) * (1 / math.sqrt(self.each))
        mixed = torch.matmul(functional.softmax(scores, 3), value)
        return self.join(mixed.permute(0, 2, 1, 3).reshape(-1, self.tokens, self.heads * self.each))


class TransformerBlock(nn.Module):
    def __init__(self, width, heads, tokens):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, tokens)
        self.perceptron = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.attention(self.first(x))
        return x + self.perceptron(self.second(x))


class VisionTransformer(nn.Module):
    """Dosovitskiy et al. 2021, arXiv:2010.11929, on features of two residual blocks, as its hybrid."""

    outputs = ["logits"]
    width, depth, heads, grid = 48, 4, 4, SIDE // 8

    def __init__(self):
        super().__init__()
        tokens = self.grid**2 + 1
        self.stem = nn.Sequential(stem(16), Block(16, 24, 2), Block(24, 48, 2))
        self.patches = nn.Conv2d(48, self.width, 1)
        self.token = nn.Parameter(0.02 * torch.randn(1, 1, self.width))
        self.positions = nn.Parameter(0.02 * torch.randn(1, tokens, self.width))
        self.blocks = nn.Sequential(*(TransformerBlock(self.width, self.heads, tokens) for _ in range(self.depth)))
        self.norm = nn.LayerNorm(self.width)
        self.head = nn.Linear(self.width, COUNT)

    def forward(self, x):
        x = torch.flatten(self.patches(self.stem(x)), 2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return (self.head(self.norm(self.blocks(x))[:, 0]),)
