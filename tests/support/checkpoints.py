"""Checkpoints of a few untrained weights, laid out as COMET's and MetricX's are."""

import random
from itertools import pairwise

import torch
import transformers
import yaml
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = [
    "il",
    "governo",
    "ha",
    "approvato",
    "la",
    "legge",
    "lunedì",
    "voto",
    "finale",
    "è",
    "atteso",
    "a",
    "dicembre",
    "the",
    "government",
    "has",
    "approved",
    "law",
    "on",
    "monday",
    "a",
    "vote",
    "is",
    "expected",
    "in",
    "december",
    "source",
    "candidate",
    ":",
    ".",
    ",",
]
XLMR = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
SIZE = 8
LAYERS = 3


def tokenizer(folder, specials, template, **named):
    """A tokenizer of whole words."""
    known = dict.fromkeys([*specials, *(word.lower() for word in WORDS)])
    vocabulary = {word: number for number, word in enumerate(known)}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token=named["unk_token"]))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(token, vocabulary[token]) for token in template.split() if token in vocabulary]
    made.post_processor = processors.TemplateProcessing(single=template, special_tokens=ends)
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=made, **named)
    fast.save_pretrained(folder)
    return fast


ENCODERS = {
    "XLM-RoBERTa": (transformers.XLMRobertaConfig, transformers.XLMRobertaModel),
    "XLM-RoBERTa-XL": (transformers.XLMRobertaXLConfig, transformers.XLMRobertaXLModel),
    "BERT": (transformers.BertConfig, transformers.BertModel),
}


def encoder(folder, kind="XLM-RoBERTa"):
    """The configuration and tokenizer of a tiny encoder; the network with its weights."""
    folder.mkdir(parents=True, exist_ok=True)
    fast = tokenizer(
        folder,
        XLMR,
        "<s> $A </s>",
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    )
    configured, made = ENCODERS[kind]
    configuration = configured(
        vocab_size=64,
        hidden_size=SIZE,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=42,
        pad_token_id=1,
        initializer_range=1.0,
    )
    configuration.save_pretrained(folder)
    return made(configuration, add_pooling_layer=False).eval(), fast


def comet(folder, *, seed=0, width=1, labels=0, hidden=(6, 4), form="checkpoint", **settings):
    """A COMET checkpoint; the network and the tokenizer of its encoder, and all tensors.

    Args:
        folder: where it goes.
        seed: of its weights.
        width: how many vectors the head is given, 4 for an estimator.
        labels: how many labels a token may have.
        hidden: sizes of the head's layers.
        form: "checkpoint" or "safetensors".
        settings: what `hparams.yaml` says besides.
    """
    torch.manual_seed(seed)
    said = {"encoder_model": "XLM-RoBERTa", "pretrained_model": "tiny/encoder"}
    said |= {"hidden_sizes": list(hidden), "activations": "Tanh"} | settings
    network, fast = encoder(folder / "encoder", said["encoder_model"])
    state = {f"encoder.model.{key}": value for key, value in network.state_dict().items()}
    sizes = [width * SIZE, *hidden, 1]
    for number, (into, out) in enumerate(pairwise(sizes)):
        state[f"estimator.ff.{3 * number}.weight"] = torch.randn(out, into)
        state[f"estimator.ff.{3 * number}.bias"] = torch.randn(out)
    for number in range(LAYERS + 1):
        state[f"layerwise_attention.scalar_parameters.{number}"] = torch.randn(1) / 2
    state["layerwise_attention.gamma"] = torch.tensor([1.25])
    if labels:
        state["hidden2tag.weight"] = torch.randn(labels, SIZE)
        state["hidden2tag.bias"] = torch.zeros(labels)
    (folder / "hparams.yaml").write_text(yaml.safe_dump(said), "utf-8")
    (folder / "checkpoints").mkdir(exist_ok=True)
    if form == "safetensors":
        save_file(state, folder / "checkpoints" / "model.safetensors")
    else:
        torch.save({"state_dict": state, "epoch": 3}, folder / "checkpoints" / "model.ckpt")
    return network, fast, {key: value.double().numpy() for key, value in state.items()}


def metricx(folder, *, seed=0):
    """A MetricX checkpoint with a tokenizer; its network, tokenizer, and the head's weights."""
    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    fast = tokenizer(
        folder, ("<pad>", "</s>", "<unk>"), "$A </s>", pad_token="<pad>", eos_token="</s>",
        unk_token="<unk>",
    )  # fmt: skip
    configuration = transformers.MT5Config(
        vocab_size=250_112, d_model=4, d_kv=2, d_ff=8, num_layers=2, num_decoder_layers=2,
        num_heads=2, initializer_factor=1.0,
    )  # fmt: skip
    network = transformers.MT5ForConditionalGeneration(configuration).eval()
    head = torch.randn(250_112, 4) * 5
    state = {key: value for key, value in network.state_dict().items() if "embed_tokens" not in key}
    torch.save(state | {"lm_head.weight": head}, folder / "pytorch_model.bin")
    configuration.save_pretrained(folder)
    text = (folder / "config.json").read_text("utf-8")
    untied = text.replace('"tie_word_embeddings": true', '"tie_word_embeddings": false')
    assert untied != text
    (folder / "config.json").write_text(untied, "utf-8")
    return network, fast, head


def lines(count, seed=0):
    """Sentences of known words, of any length."""
    choose = random.Random(seed)
    return [" ".join(choose.choices(WORDS, k=choose.randint(1, 12))) for _ in range(count)]
