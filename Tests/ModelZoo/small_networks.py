"""Small networks that together use many operators; images of [N,3,16,16], 6 classes."""

import torch
from torch import nn
from torch.nn import functional
from torchvision.models import swin_transformer

CLASSES = 6


class ResidualCNN(nn.Module):
    """Conv-bn-relu, a residual block with its batch norm before the convolutions, average pooling, linear."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.residual = nn.Sequential(
            nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 12, 3, stride=2, padding=1), nn.BatchNorm2d(12), nn.ReLU(),
            nn.Conv2d(12, 12, 3, padding=2, dilation=2),
        )
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(8, 12, 1))
        self.head = nn.Linear(12, CLASSES)

    def forward(self, x):
        x = self.stem(x)
        x = functional.relu(self.residual(x) + self.shortcut(x))
        return self.head(torch.flatten(functional.adaptive_avg_pool2d(x, 1), 1))


class MobileBlock(nn.Module):
    """Depthwise convolutions, hard swish, squeeze and excitation with a hard sigmoid, ReLU6."""

    def __init__(self):
        super().__init__()
        self.expand = nn.Sequential(nn.Conv2d(3, 16, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish())
        self.depthwise = nn.Sequential(
            nn.Conv2d(16, 16, 5, stride=2, padding=2, groups=16, bias=False), nn.BatchNorm2d(16), nn.ReLU6()
        )
        self.squeeze = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(16, 8, 1), nn.SiLU(), nn.Conv2d(8, 16, 1), nn.Hardsigmoid()
        )
        self.project = nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8))
        self.again = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False), nn.BatchNorm2d(8), nn.Hardswish())
        self.head = nn.Sequential(nn.Linear(8, 16), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(16, CLASSES))

    def forward(self, x):
        x = self.depthwise(self.expand(x))
        x = self.project(self.squeeze(x) * x)
        x = x + self.again(x)
        return self.head(x.mean([2, 3]))


class TransformerBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.perceptron = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        y = self.first(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.perceptron(self.second(x))


class VisionTransformer(nn.Module):
    """Patches of 4 px, a class token, positions, two blocks."""

    def __init__(self, width=16):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, width))
        self.positions = nn.Parameter(torch.randn(1, 17, width))
        self.blocks = nn.Sequential(TransformerBlock(width, 2), TransformerBlock(width, 4))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, x):
        x = self.patches(x).flatten(2).permute(0, 2, 1)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


class ShiftedWindows(nn.Module):
    """A Swin block with rolled windows on 8 × 8 patches, then patches merged by fours."""

    def __init__(self, width=8):
        super().__init__()
        self.patches = nn.Sequential(nn.Conv2d(3, width, 2, stride=2), swin_transformer.Permute([0, 2, 3, 1]))
        self.rolled = swin_transformer.SwinTransformerBlock(width, 2, window_size=[4, 4], shift_size=[2, 2], mlp_ratio=1)
        self.merge = swin_transformer.PatchMerging(width)
        self.head = nn.Linear(2 * width, CLASSES)

    def forward(self, x):
        x = self.merge(self.rolled(self.patches(x)))
        return self.head(x.permute(0, 3, 1, 2).mean([2, 3]))


class CosineWindows(nn.Module):
    """A block of the second Swin: cosine attention, positions by a perceptron, padding to whole windows."""

    def __init__(self, width=12, heads=3):
        super().__init__()
        self.patches = nn.Sequential(nn.Conv2d(3, width, 2, stride=2), swin_transformer.Permute([0, 2, 3, 1]))
        self.cosine = swin_transformer.SwinTransformerBlockV2(
            width, heads, window_size=[3, 3], shift_size=[0, 0], mlp_ratio=2
        )
        self.cosine.attn.cpb_mlp = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, heads, bias=False))
        self.head = nn.Linear(width, CLASSES)

    def forward(self, x):
        return self.head(self.cosine(self.patches(x)).permute(0, 3, 1, 2).mean([2, 3]))


class ShuffledGroups(nn.Module):
    """Split channels, group convolutions, channel shuffle, concatenation, pooling with rounded-up sizes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.branch = nn.Sequential(nn.Conv2d(8, 12, 3, padding=1, groups=4), nn.ReLU(), nn.Conv2d(12, 8, 1, groups=2))
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.average = nn.AvgPool2d(3, stride=2, ceil_mode=True)
        self.uneven = nn.Conv2d(32, 12, (1, 3), stride=(2, 1), padding=(0, 1))
        self.head = nn.Linear(12, CLASSES)

    def forward(self, x):
        x = self.pool(functional.relu(self.stem(x)))
        left, right = x.chunk(2, dim=1)
        x = torch.cat([left, self.branch(right)], dim=1)
        count, channels, height, width = x.shape
        x = x.view(count, 2, channels // 2, height, width).transpose(1, 2).reshape(count, channels, height, width)
        x = torch.cat([self.average(x), self.pool(x)], dim=1)
        x = functional.relu(self.uneven(x))
        return self.head(torch.amax(x, dim=(2, 3)))


class Probabilities(nn.Module):
    """A perceptron behind two convolutions that ends in a softmax; `logits` is what comes before it."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, 3, stride=2), nn.Tanh(), nn.Conv2d(6, 4, 3, stride=2, padding=1), nn.Sigmoid(), nn.Flatten(),
            nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, CLASSES),
        )

    def logits(self, x):
        return self.features(x)

    def forward(self, x):
        return functional.softmax(self.logits(x), dim=1)


class Mixture(nn.Module):
    """Transposed convolution, resampling, instance and group norm, and many activations."""

    def __init__(self):
        super().__init__()
        self.instance = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.InstanceNorm2d(8, affine=True), nn.LeakyReLU(0.1))
        self.group = nn.Sequential(nn.Conv2d(8, 8, 3, stride=2, padding=1), nn.GroupNorm(2, 8), nn.PReLU(8))
        self.transposed = nn.ConvTranspose2d(8, 8, 3, stride=2, padding=1, output_padding=1, groups=2)
        self.pool = nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False)
        self.down = nn.Conv2d(8, 8, 3, stride=2)
        self.softplus = nn.Softplus()
        self.cells = nn.Conv2d(8, 8, 4, stride=4)
        self.head = nn.Sequential(nn.Linear(72, 8), nn.SELU(), nn.Linear(8, CLASSES))

    def forward(self, x):
        x = functional.interpolate(self.instance(x), scale_factor=2.0, mode="nearest")
        x = functional.elu(self.transposed(self.group(x)), 0.7)
        x = functional.interpolate(self.pool(x), size=(20, 13), mode="bilinear", align_corners=False)
        x = self.softplus(self.down(functional.mish(x)))
        x = functional.interpolate(x, size=(12, 12), mode="bilinear", align_corners=True)
        return self.head(self.cells(x).flatten(1))


class Arithmetic(nn.Module):
    """Elementwise functions, reductions, comparison, einsum, reflection, repetition, gathering."""

    def __init__(self):
        super().__init__()
        self.mix = nn.Parameter(torch.randn(3, 5))
        self.register_buffer("order", torch.tensor([4, 0, 2, 2, 1]))
        self.down = nn.Conv2d(5, 10, 4, stride=4)
        self.head = nn.Linear(120, CLASSES)

    def forward(self, x):
        x = functional.pad(torch.einsum("nchw,ck->nkhw", x, self.mix), (1, 1, 2, 2), mode="reflect")
        positive = x.abs() + 0.5
        x = torch.where(x > 0.1, positive.log() + torch.exp(-positive), positive.sqrt() - 1 / positive)
        x = torch.maximum(x, x.flip(3) * 0.5) + torch.minimum(x.sin(), x.cos().clamp(-0.5, 0.8))
        x = x.index_select(1, self.order) - x.mean(dim=1, keepdim=True)
        x = functional.softsign(x) * torch.erf(x) + positive.pow(1.5) / (1 + x.square())
        x = functional.normalize(self.down(x), dim=1)
        x = functional.log_softmax(torch.stack([x, x.tanh()], dim=2).flatten(1, 2), dim=1)
        x = x[:, :, 1:, :-1] / x.std(dim=(2, 3), keepdim=True)
        x = torch.logsumexp(x.repeat(1, 1, 1, 2), dim=2) + x.amax(dim=2).repeat(1, 1, 2)
        x = (x - x.sum(dim=1, keepdim=True) / 20) / (1 + x.norm(dim=1, keepdim=True))
        return self.head(x.flatten(1))


class Legacy(nn.Module):
    """The twin of the opset 7 graph in `legacy_graph.py`."""

    def __init__(self):
        super().__init__()
        self.first, self.first_norm = nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8, eps=1e-3)
        self.second, self.second_norm = nn.Conv2d(8, 12, 3, stride=2, bias=False), nn.BatchNorm2d(12, eps=1e-3)
        self.narrow = nn.Conv2d(8, 4, 1)
        self.scale = nn.Parameter(torch.randn(8))
        self.shift = nn.Parameter(torch.randn(8, 1, 1))
        self.head = nn.Linear(8, CLASSES)

    def forward(self, x):
        x = self.first_norm(self.first(functional.pad(x, (1, 1, 1, 1), mode="replicate")))
        x = functional.local_response_norm(x.clamp(0, 6), 3, alpha=0.02, beta=0.75, k=1.5)
        x = self.second_norm(self.second(functional.pad(x, (0, 1, 0, 1))))
        left, right = x.split([4, 8], dim=1)
        left = functional.avg_pool2d(left, 3, stride=1, padding=1, count_include_pad=True)
        right = functional.interpolate(self.narrow(functional.max_pool2d(right, 2)), scale_factor=2.0, mode="nearest")
        x = torch.cat([left, right], dim=1) * self.scale[:, None, None] + self.shift
        x = functional.pad(x, (2, 2, 2, 2), value=0.5)[:, :, 1:11, -11:-1]
        padded = functional.avg_pool2d(functional.pad(x, (1, 0, 1, 0)), 3, stride=2, divisor_override=1)
        cells = functional.avg_pool2d(functional.pad(torch.ones_like(x), (1, 0, 1, 0)), 3, stride=2, divisor_override=1)
        return 0.5 * functional.linear((padded / cells).mean([2, 3]), self.head.weight) + 2 * self.head.bias
