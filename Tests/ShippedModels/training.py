"""How the six classifiers are trained; everything random comes from fixed seeds."""

import math
import zlib

import numpy as np
import torch
from torch.nn import functional

import datasets
import networks

SEED = 20261125
MEAN, DEVIATION = 0.5, 0.25  # of samples scaled to 0…1
BATCH = 64
CLOSE = 56


def seed_of(name):
    return SEED + zlib.crc32(name.encode()) % 100_000


def prepared(pictures):
    """The network's input for pictures uint8 `[N,96,96,3]`, as the model descriptions say it."""
    values = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float()
    return ((values * (1 / 255) - MEAN) / DEVIATION).contiguous(memory_format=torch.channels_last)


def varied(images, generator):
    """The pictures turned and mirrored, all in the same way, with contrast, brightness and grain of their own."""
    quarter, mirror = torch.randint(4, (1,), generator=generator), torch.randint(2, (1,), generator=generator)
    images = torch.rot90(images, int(quarter), (2, 3))
    images = images.flip(3) if mirror else images
    gain = 0.8 + 0.4 * torch.rand(len(images), 1, 1, 1, generator=generator)
    offset = 0.3 * torch.rand(len(images), 1, 1, 1, generator=generator) - 0.15
    grain = 0.06 * torch.randn(images.shape, generator=generator)
    return (images * gain + offset + grain).contiguous(memory_format=torch.channels_last)


def fit(network, pictures, labels, loss, epochs, rate, seed, decay=0.01, parameters=None):
    """AdamW with a rate that rises for a tenth of the steps and falls as a cosine."""
    generator = torch.Generator().manual_seed(seed)
    parameters = list(parameters or network.parameters())
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=decay)
    steps = epochs * (len(labels) // BATCH)
    rise = max(1, steps // 10)

    def share(step):
        return (step + 1) / rise if step < rise else 0.5 + 0.5 * math.cos(math.pi * (step - rise) / (steps - rise))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
    targets = torch.from_numpy(labels).long()
    network.train()
    for epoch in range(epochs):
        order = torch.randperm(len(labels), generator=generator)
        total = 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            part = order[start : start + BATCH]
            value = loss(varied(prepared(pictures[part.numpy()]), generator), targets[part])
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0)
            optimizer.step()
            schedule.step()
            total += value.item()
        print(f"  epoch {epoch + 1}/{epochs}: loss {total / (len(order) // BATCH):.4f}", flush=True)
    network.eval()


def outputs(network, pictures):
    """What the network gives, an array for each output."""
    network.eval()
    with torch.inference_mode():
        parts = [network(prepared(pictures[start : start + 250])) for start in range(0, len(pictures), 250)]
    return [torch.cat(column).numpy() for column in zip(*parts)]


def accuracy(network, pictures, labels):
    return float((outputs(network, pictures)[0].argmax(1) == labels).mean())


def distillation(network, teacher, share=0.5, temperature=2.0):
    """Cross-entropy, and a share of the divergence from a teacher's softened scores (Hinton 2015, arXiv:1503.02531)."""

    def loss(images, labels):
        logits = network(images)[0]
        with torch.no_grad():
            goal = functional.softmax(teacher(images)[0] / temperature, 1)
        softened = functional.log_softmax(logits / temperature, 1)
        apart = functional.kl_div(softened, goal, reduction="batchmean") * temperature**2
        return (1 - share) * functional.cross_entropy(logits, labels) + share * apart

    return loss


def residual_cnn(name, scenes, pictures, teacher, close=10, whole=6):
    """First close-ups of the objects, then whole scenes, whose average over positions starts off too slowly."""
    network = networks.ResidualCNN().to(memory_format=torch.channels_last)

    def loss(images, targets):
        return functional.cross_entropy(network(images)[0], targets)

    fit(network, scenes.close_ups(pictures, CLOSE, seed_of(name)), scenes.labels, loss, close, 3e-3, seed_of(name))
    fit(network, pictures, scenes.labels, loss, whole, 2e-3, seed_of(name) + 1)
    return network


def biased_cnn(name, scenes, pictures, teacher):
    """With few close-ups, which hardly show tags, so that the tags are learned before the shapes are."""
    return residual_cnn(name, scenes, pictures, teacher, close=3, whole=5)


def attention_branch(name, scenes, pictures, teacher):
    """Starts from the residual network's blocks.

    Beside the paper's two cross-entropies, the mean of the evidence is held down: what is the same for all classes,
    which is what batch norm makes of the background, has no effect on them, but is in the attention.
    """
    network = networks.AttentionBranchNetwork().to(memory_format=torch.channels_last)
    network.extractor.load_state_dict(teacher.trunk[:3].state_dict())
    network.perception.load_state_dict(teacher.trunk[3].state_dict())

    def loss(images, targets):
        perception, _, votes, evidence = network.branches(images)
        return (
            functional.cross_entropy(perception, targets)
            + functional.cross_entropy(votes, targets)
            + evidence.mean()
        )

    fit(network, pictures, scenes.labels, loss, 4, 2e-3, seed_of(name))
    return network


def br_npa(name, scenes, pictures, teacher):
    """The trained residual network with a finer last stage, distilled from itself as in the paper."""
    network = networks.BRNPA().to(memory_format=torch.channels_last)
    network.trunk.load_state_dict(teacher.trunk.state_dict())
    fit(network, pictures, scenes.labels, distillation(network, teacher), 3, 2e-3, seed_of(name))
    return network


def proto_p_net(name, scenes, pictures, teacher):
    """The paper's stages: new layers first, then all, prototypes moved to the nearest patch, the last layer."""
    network = networks.ProtoPNet().to(memory_format=torch.channels_last)
    network.trunk.load_state_dict(teacher.trunk.state_dict())
    new = [*network.add_on.parameters(), network.prototypes]

    def loss(images, targets):
        distances = network.distances(network.positions(images))
        nearest = torch.amin(distances, 2)
        scores = network.head(torch.amax(network.similarities(distances), 2))
        own = network.classes[None] == targets[:, None]
        far = torch.full_like(nearest, 1e3)
        cluster = torch.where(own, nearest, far).amin(1).mean()
        separation = torch.where(own, far, nearest).amin(1).mean()
        return functional.cross_entropy(scores, targets) + 0.8 * cluster - 0.08 * separation

    fit(network, pictures, scenes.labels, loss, 2, 6e-3, seed_of(name), 0.0, new)
    fit(network, pictures, scenes.labels, loss, 3, 1.5e-3, seed_of(name) + 1, 1e-3, [*network.trunk.parameters(), *new])
    move_prototypes(network, pictures, scenes.labels)
    fit_last_layer(network, pictures, scenes.labels)
    return network


def move_prototypes(network, pictures, labels):
    """Each prototype becomes the nearest feature vector in a training picture of its class."""
    count = len(network.prototypes)
    best, found = torch.full((count,), torch.inf), network.prototypes.detach().clone()
    with torch.inference_mode():
        for start in range(0, len(labels), 250):
            vectors = network.positions(prepared(pictures[start : start + 250]))
            targets = torch.from_numpy(labels[start : start + 250])
            distances = network.distances(vectors)
            distances[targets[:, None] != network.classes[None]] = torch.inf
            flat = distances.permute(1, 0, 2).flatten(1)
            places = flat.argmin(1)
            for prototype, place in enumerate(places.tolist()):
                if flat[prototype, place] < best[prototype]:
                    best[prototype] = flat[prototype, place]
                    found[prototype] = vectors[place // vectors.shape[2], :, place % vectors.shape[2]]
    with torch.no_grad():
        network.prototypes.copy_(found)


def fit_last_layer(network, pictures, labels):
    """Convex: cross-entropy and the L1 norm of the weights between prototypes and other classes."""
    with torch.no_grad():
        parts = []
        for start in range(0, len(labels), 250):
            distances = network.distances(network.positions(prepared(pictures[start : start + 250])))
            parts.append(torch.amax(network.similarities(distances), 2))
    inputs, targets = torch.cat(parts), torch.from_numpy(labels).long()
    foreign = network.classes[None] != torch.arange(networks.COUNT)[:, None]
    optimizer = torch.optim.Adam(network.head.parameters(), 0.01)
    for _ in range(300):
        value = functional.cross_entropy(network.head(inputs), targets)
        value = value + 1e-4 * (network.head.weight * foreign).abs().sum()
        optimizer.zero_grad()
        value.backward()
        optimizer.step()


def vision_transformer(name, scenes, pictures, teacher):
    """Distilled from the residual network, since few pictures teach a transformer little (arXiv:2012.12877)."""
    network = networks.VisionTransformer()
    network.stem.load_state_dict(teacher.trunk[:3].state_dict())
    fit(network, pictures, scenes.labels, distillation(network, teacher), 5, 1.5e-3, seed_of(name), 0.05)
    return network


# The network, the law of its tags in training, and how it is trained.
MODELS = {
    "shapes-cnn": (networks.ResidualCNN, "independent", residual_cnn),
    "shapes-cnn-biased": (networks.ResidualCNN, "cue", biased_cnn),
    "shapes-abn": (networks.AttentionBranchNetwork, "independent", attention_branch),
    "shapes-br-npa": (networks.BRNPA, "independent", br_npa),
    "shapes-protopnet": (networks.ProtoPNet, "independent", proto_p_net),
    "shapes-vit": (networks.VisionTransformer, "independent", vision_transformer),
}
TEACHER = "shapes-cnn"


def trained(name, scenes, teacher):
    torch.manual_seed(seed_of(name))
    _, law, train = MODELS[name]
    pictures = scenes.tagged(datasets.tags(scenes.labels, law, seed_of(name)))
    return train(name, scenes, pictures, teacher)
