using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpCharacters;

/// <summary>A decoder of characters: embeddings of symbols and places, layers of attention to what came before, a head.</summary>
internal sealed class CharacterTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Embedding _symbols, _places;
    private readonly TransformerEncoder _layers;
    private readonly LayerNorm _norm;
    private readonly Linear _head;
    private readonly Tensor _mask;

    public CharacterTransformer(int alphabet, int length, int width, int heads, int layers) : base(nameof(CharacterTransformer))
    {
        (_symbols, _places) = (nn.Embedding(alphabet, width), nn.Embedding(length, width));
        _layers = nn.TransformerEncoder(nn.TransformerEncoderLayer(width, heads, 4 * width, dropout: 0), layers);
        (_norm, _head) = (nn.LayerNorm(width), nn.Linear(width, alphabet));
        _mask = triu(full(length, length, double.NegativeInfinity), 1);
        RegisterComponents();
    }

    /// <summary>From (sample, place) symbols to (sample, place, symbol) logits of the next ones.</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor embedded = _symbols.forward(input) + _places.forward(arange(input.shape[1]));
        Tensor read = _layers.forward(embedded.transpose(0, 1), _mask, null).transpose(0, 1);
        return _head.forward(_norm.forward(read));
    }
}
