"""A model that somebody else made: nothing of it runs, nothing of it is unpickled."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from align import load_encoder
from corpus import ModelError

TRANSFORMER = "sentence_transformers.models.Transformer"
POOLING = "sentence_transformers.models.Pooling"


class Bomb:
    """Makes a file when it is unpickled."""

    def __init__(self, fuse):
        self.fuse = fuse

    def __reduce__(self):
        return (Path.touch, (self.fuse,))


@pytest.fixture
def model(tmp_path):
    """A folder that looks like a model; code in it makes a file that is called `run`."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "bert"}')
    (folder / "model.safetensors").write_bytes(b"")
    code = f"import pathlib; pathlib.Path({str(tmp_path / 'run')!r}).touch()\nclass Evil: pass\n"
    (folder / "evil.py").write_text(code)
    return folder


def modules(folder, *types, path=""):
    listed = [{"idx": n, "name": str(n), "path": path, "type": t} for n, t in enumerate(types)]
    (folder / "modules.json").write_text(json.dumps(listed))


def assert_refused(folder, complaint, monkeypatch):
    monkeypatch.syspath_prepend(str(folder))
    with pytest.raises(ModelError, match=complaint) as caught:
        load_encoder(str(folder))
    assert "\n" not in str(caught.value)
    assert not (folder.parent / "run").exists()


@pytest.mark.parametrize(
    "type_",
    [
        "evil.Evil",
        "os.system",
        "sentence_transformers.evil.Evil",
        "sentence_transformers.models.Transformer.evil",
        "sentence_transformers.models.Router",
        "sentence_transformers.models.CNN",
        "sentence_transformers..os.Dense",
        "",
    ],
)
def test_modules_json_names_the_library_s_modules_alone(model, type_, monkeypatch):
    modules(model, TRANSFORMER, type_)
    assert_refused(model, "modules.json names a module that is none of", monkeypatch)


@pytest.mark.parametrize("path", ["/etc", "../other", "a/../../b"])
def test_modules_stay_in_the_folder(model, path, monkeypatch):
    modules(model, TRANSFORMER, path=path)
    assert_refused(model, "points outside", monkeypatch)


@pytest.mark.parametrize("content", ["{}", "[1]", "null", "[" * 100_000, "[{", '"\ud800"'])
def test_modules_json_that_is_none_is_refused(model, content, monkeypatch):
    (model / "modules.json").write_text(content, "utf-8", "surrogatepass")
    assert_refused(model, "modules.json is no", monkeypatch)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", {"auto_map": {"AutoModel": "evil.Evil"}}),
        ("config.json", {"text_config": {"deep": [{"auto_map": {"AutoModel": "evil.Evil"}}]}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Evil", None]}}),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": True}}),
        ("config.json", {"attn_implementation": "somebody/kernel"}),
        ("config.json", {"quantization_config": {"quant_method": "gptq"}}),
    ],
)
def test_a_configuration_cannot_ask_for_code(model, file, content, monkeypatch):
    (model / file).write_text(json.dumps({"model_type": "bert", **content}))
    assert_refused(model, f"{file} asks for code that is not the library's", monkeypatch)


def test_an_activation_function_is_torch_s(model, monkeypatch):
    modules(model, TRANSFORMER)
    (model / "2_Dense").mkdir()
    settings = {"in_features": 2, "out_features": 2, "bias": True}
    for named in ("evil.Evil", "torch.hub.load", "torch.nn.modules.activation.__builtins__.x"):
        written = json.dumps({**settings, "activation_function": named})
        (model / "2_Dense" / "config.json").write_text(written)
        assert_refused(model, "names an activation function", monkeypatch)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.pkl", "x.ckpt"])
def test_pickled_weights_are_refused(model, name, tmp_path, monkeypatch):
    (model / "model.safetensors").unlink()
    (model / name).write_bytes(pickle.dumps(Bomb(tmp_path / "run")))
    assert_refused(model, "pickled weights alone", monkeypatch)


def test_pickled_weights_of_any_module_are_refused(model, tmp_path, monkeypatch):
    modules(model, TRANSFORMER, path="0_Transformer")
    (model / "0_Transformer").mkdir()
    (model / "0_Transformer" / "other.safetensors").write_bytes(b"")
    bomb = pickle.dumps(Bomb(tmp_path / "run"))
    (model / "0_Transformer" / "pytorch_model.bin").write_bytes(bomb)
    assert_refused(model, "0_Transformer has pickled weights alone", monkeypatch)


def test_an_adapter_is_refused(model, monkeypatch):
    (model / "adapter_config.json").write_text('{"base_model_name_or_path": "somebody/else"}')
    assert_refused(model, "is of an adapter", monkeypatch)


def test_damaged_weights_are_one_line(model, monkeypatch):
    assert_refused(model, "cannot be loaded", monkeypatch)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "../x y", "a/b/c", "-"])
def test_a_model_that_is_not_here_is_not_sought_elsewhere(name):
    code = (
        "import sys\n"
        "sys.addaudithook(lambda event, args: event.startswith('socket.') and sys.exit(9))\n"
        "from align import load_encoder\n"
        "from corpus import ModelError\n"
        "try: load_encoder(sys.argv[1])\n"
        "except ModelError as error: print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, name], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "no such model on this machine" in result.stdout


def test_a_good_model_beside_pickles_loads_its_safetensors(tmp_path):
    """LaBSE and others ship both; what is not loaded does no harm."""
    transformers = pytest.importorskip("transformers")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "il", "treno"]
    (tmp_path / "vocab.txt").write_text("\n".join(vocabulary))
    tokenizer = transformers.BertTokenizerFast(vocab_file=str(tmp_path / "vocab.txt"))
    folder = tmp_path / "model"
    tokenizer.save_pretrained(folder)
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    settings = transformers.BertConfig(vocab_size=7, intermediate_size=8, **sizes)
    transformers.BertModel(settings).save_pretrained(folder)
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "run")))
    modules(folder, TRANSFORMER, POOLING)
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    listed = json.loads((folder / "modules.json").read_text())
    listed[1]["path"] = "1_Pooling"
    (folder / "modules.json").write_text(json.dumps(listed))
    assert load_encoder(str(folder)).encode(["il treno"]).shape == (1, 8)
    assert not (tmp_path / "run").exists()
