using System.Globalization;
using L2O.TorchSharp;
using TorchSharpCharacters;
using static TorchSharp.torch;

// A transformer of two layers that reads characters, trained by a learned optimizer; afterwards it writes some of its own.
//   dotnet run -c Release --project samples/TorchSharpCharacters -- [OPTIMIZER] [STEPS]

string source = args.Length > 0 ? args[0] : "pretrained/leaky-relu";
if (!int.TryParse(args.Length > 1 ? args[1] : "400", NumberStyles.None, CultureInfo.InvariantCulture, out int steps) || steps < 1)
{
    Console.Error.WriteLine($"error: STEPS is '{args[1]}'; expected an integer of at least 1");
    return 2;
}
const int length = 32, batch = 16;
string text = Poem.Text;
char[] alphabet = [.. text.Distinct().Order()];
long[] symbols = [.. text.Select(character => (long)Array.IndexOf(alphabet, character))];
var random = new Random(1);

manual_seed(1);
using var model = new CharacterTransformer(alphabet.Length, length, width: 32, heads: 2, layers: 2);
using TorchOptimizer optimizer = new TorchLearnedOptimizer(model, source, totalSteps: steps);
Console.WriteLine($"{model.parameters().Sum(static parameter => parameter.numel())} parameters, {symbols.Length} characters, "
    + $"{alphabet.Length} different ones; guessing has a loss of {Math.Log(alphabet.Length):F2}");
for (int step = 0; step <= steps; step++)
{
    using var scope = NewDisposeScope();
    int[] starts = [.. Enumerable.Range(0, batch).Select(_ => random.Next(symbols.Length - length))];
    Tensor read = tensor(starts.SelectMany(start => symbols[start..(start + length)]).ToArray()).view(batch, length);
    Tensor next = tensor(starts.SelectMany(start => symbols[(start + 1)..(start + length + 1)]).ToArray());
    optimizer.zero_grad();
    Tensor loss = nn.functional.cross_entropy(model.forward(read).view(batch * length, -1), next);
    if (step % 100 == 0 || step == steps)
        Console.WriteLine($"step {step}: loss {loss.item<float>():F3}");
    if (step == steps)
        break;
    loss.backward();
    optimizer.step(() => loss);
}

var written = new List<long>(symbols[..length]);
for (int i = 0; i < 160; i++)
{
    using var scope = NewDisposeScope();
    using var gradients = no_grad();
    Tensor outputs = model.forward(tensor(written.TakeLast(length).ToArray()).view(1, length));
    written.Add(multinomial(softmax(outputs[0, length - 1] / 0.7, 0), 1).item<long>());
}
Console.WriteLine(string.Concat(written.Select(symbol => alphabet[symbol])));
return 0;
