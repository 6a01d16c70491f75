using System.Buffers.Binary;
using System.Collections.Immutable;
using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Pretrained;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>State dictionaries of PyTorch modules, out and in.</summary>
public sealed class StateDictTests : IDisposable
{
    private static readonly CoordinateLstm s_learned = new(hiddenSize: 3);

    private readonly TemporaryFolder _folder = new();

    private string In => _folder["in.safetensors"];

    private string Out => _folder["out.safetensors"];

    public static TheoryData<ILearnedOptimizer> Kinds =>
        [s_learned, new CoordinateLstm(2, extraInputs: [ExtraInput.Time]), new RnnProp(3),
        new CoordinateMlp(), new LearnableSgd(), new LearnableAdam(),
        new Celo2(orthogonalize: false, vectorRule: Celo2VectorRule.Learned), new SmallFc(8, learningRate: 2), new Elo(8),
        new Velo(lstmSize: 3, bankSize: 2), new Celo(isScheduled: false), new CeloAdam()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_architecture_comes_back_bit_for_bit(ILearnedOptimizer settings)
    {
        PhiFile phi = Fresh(settings);
        StateDict.Save(In, phi);
        PhiFile back = StateDict.Load(In).ToPhi(settings);
        Assert.Equal(phi.Phi.Select(BitConverter.SingleToInt32Bits), back.Phi.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(settings, back.Settings);
        Assert.Equal("in.safetensors", back.Origin["imported"]);
        StateDict.Save(Out, back);
        Assert.Equal(File.ReadAllBytes(In), File.ReadAllBytes(Out));
    }

    [Fact]
    public void An_export_has_the_original_s_names_in_order_and_the_metadata_of_PyTorch()
    {
        StateDict.Save(In, Fresh(s_learned));
        SafetensorsFile file = SafetensorsFile.Load(In);
        Assert.Equal(
            ["output.bias", "output.weight", "recurs.bias_hh", "recurs.bias_ih", "recurs.weight_hh",
                "recurs.weight_ih", "recurs2.bias_hh", "recurs2.bias_ih", "recurs2.weight_hh", "recurs2.weight_ih"],
            file.Names);
        Assert.Equal([new KeyValuePair<string, string>("format", "pt")], file.Metadata);
        Assert.All(file.Tensors, static tensor => Assert.Equal(SafetensorsType.F32, tensor.Type));
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("optimizer.net.")]
    public void A_prefix_is_accepted(string prefix)
    {
        PhiFile phi = Fresh(s_learned);
        SafetensorsFile.Save(In,
            [.. Tensors(phi).Select(tensor => new SafetensorsTensor(prefix + tensor.Name, tensor.Type, tensor.Shape, tensor.Content))]);
        Assert.Equal(phi.Phi, StateDict.Load(In).ToPhi(s_learned).Phi);
        Assert.Equal(s_learned, StateDict.Load(In).SettingsFromShapes());
    }

    [Theory]
    [InlineData(nameof(SafetensorsType.F16), 1e-3f)]
    [InlineData(nameof(SafetensorsType.BF16), 8e-3f)]
    [InlineData(nameof(SafetensorsType.F64), 0f)]
    public void Other_precisions_are_read(string type, float relative)
    {
        PhiFile phi = Fresh(s_learned);
        SafetensorsFile.Save(In, [.. Tensors(phi).Select(tensor => Convert(tensor, Enum.Parse<SafetensorsType>(type)))]);
        float[] back = StateDict.Load(In).ToPhi(s_learned).Phi;
        for (int i = 0; i < back.Length; i++)
            Assert.InRange(Math.Abs(back[i] - phi.Phi[i]), 0, relative * Math.Abs(phi.Phi[i]));
    }

    [Fact]
    public void Sizes_follow_from_the_shapes_and_all_else_from_the_settings()
    {
        StateDict.Save(In, Fresh(new CoordinateLstm(hiddenSize: 5, preprocess: false)));
        var dictionary = StateDict.Load(In);
        Assert.Equal(new CoordinateLstm(hiddenSize: 5, preprocess: false), dictionary.SettingsFromShapes());
        Assert.Equal(new CoordinateLstm(5, false, 7, 0.3, [ExtraInput.Time], 50, true),
            dictionary.Fit(new CoordinateLstm(9, false, 7, 0.3, [ExtraInput.Time], 50, true)));
        Assert.Null(dictionary.StoredSettings);
        Fresh(new RnnProp(2)).Save(Out);
        Assert.Equal(new RnnProp(2), StateDict.Load(Out).StoredSettings);
    }

    [Fact]
    public void A_missing_tensor_is_named() => Refused(
        [.. Tensors(Fresh(s_learned)).Where(static tensor => tensor.Name != "recurs2.bias_hh")],
            "no tensor 'recurs2.bias_hh'; expected recurs.weight_ih, ...");

    [Fact]
    public void A_tensor_too_many_is_named() => Refused(
        [.. Tensors(Fresh(s_learned)), SafetensorsTensor.Of("recurs3.bias", [1f], 1)],
            "tensor 'recurs3.bias' is none of this learned optimizer's; expected recurs.weight_ih, ...");

    [Fact]
    public void Tensors_with_and_without_a_prefix_do_not_mix() => Refused(
        [.. Tensors(Fresh(s_learned)), SafetensorsTensor.Of("module.output.bias", [1f], 1)],
            "tensor 'module.output.bias' is none of this learned optimizer's; ...");

    [Fact]
    public void Another_shape_is_named() => Refused(
        Replaced("output.weight", SafetensorsTensor.Of("output.weight", [1f, 2, 3], 3, 1)),
            "tensor 'output.weight' has shape [3, 1]; expected [1, 3]");

    [Fact]
    public void Further_inputs_are_refused_with_the_setting_that_says_what_they_are() => Refused(
        Tensors(Fresh(new CoordinateLstm(3, extraInputs: LearnedRuns.Supplied(2)))),
        "tensor 'recurs.weight_ih' has 4 inputs; expected 2, or settings whose learnedOptimizer.extraInputs say what the further 2 are");

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_number_that_is_not_finite_is_named(float value, string text) => Refused(
        Replaced("output.weight", SafetensorsTensor.Of("output.weight", [1f, value, 3], 1, 3)),
            $"tensor 'output.weight' has {text} at position 1; expected numbers that are finite in single precision");

    [Fact]
    public void A_double_beyond_single_precision_is_named() => Refused(
        Replaced("output.bias", SafetensorsTensor.Of("output.bias", [1e300], 1)),
            "tensor 'output.bias' has 1E+300 at position 0; expected numbers that are finite in single precision");

    [Fact]
    public void Integers_are_named() => Refused(
        Replaced("output.bias", SafetensorsTensor.Of("output.bias", [1L], 1)),
            "tensor 'output.bias' has type I64; expected floating-point numbers");

    private void Refused(IReadOnlyList<SafetensorsTensor> tensors, string expected)
    {
        SafetensorsFile.Save(In, tensors);
        string message = Assert.Throws<InvalidDataException>(() => StateDict.Load(In).ToPhi(s_learned)).Message;
        Assert.StartsWith($"{In}: {(expected.EndsWith("...", StringComparison.Ordinal) ? expected[..^3] : expected)}",
            message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static SafetensorsTensor[] Replaced(string name, SafetensorsTensor by) =>
        [.. Tensors(Fresh(s_learned)).Select(tensor => tensor.Name == name ? by : tensor)];

    private static SafetensorsTensor[] Tensors(PhiFile phi) => [.. PhiFile.PhiTensors(phi.Settings.PhiLayout(), phi.Phi, "")];

    private static PhiFile Fresh(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        new Rng(3).FillUniform(phi.AsSpan(), 0.5);
        return new PhiFile(settings, phi, ImmutableSortedDictionary<string, string>.Empty);
    }

    private static SafetensorsTensor Convert(SafetensorsTensor tensor, SafetensorsType type)
    {
        float[] values = tensor.ToSingle();
        int size = SafetensorsTensor.SizeOf(type);
        byte[] content = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> at = content.AsSpan(size * i);
            if (type == SafetensorsType.F16)
                BinaryPrimitives.WriteHalfLittleEndian(at, (Half)values[i]);
            else if (type == SafetensorsType.BF16)
                BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)(BitConverter.SingleToInt32Bits(values[i]) >> 16));
            else
                BinaryPrimitives.WriteDoubleLittleEndian(at, values[i]);
        }
        return new SafetensorsTensor(tensor.Name, type, tensor.Shape, content);
    }
}
