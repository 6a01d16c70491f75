using L2O.Studies.Yardstick.Envelopes;
using Xunit;

namespace L2O.Tests.Studies.Yardstick;

public sealed class EnvelopeTests
{
    [Fact]
    public void An_envelope_is_the_least_moving_average_and_never_rises()
    {
        // Readings before steps 1, 11 and 21. Rate 0: 2, 1, 3 on average over two runs; rate 1: 3, 0.5, then it diverged.
        double[] first = At(1, 0, 2), second = At(3, 2, 4), diverging = At(3, 0.5, 9)[..15];
        (double[] plain, int[] rates) = TunedEnvelope.Of([[first, second], [diverging]], smoothed: false);

        Assert.Equal([2, 0.5, 0.5], plain);
        Assert.Equal([0, 1, 1], rates);
        double after = 0.95 * 2 + (1 - 0.95) * 1;
        Assert.Equal([2, after, after], TunedEnvelope.Of([[first, second], [diverging]]).Losses);
    }

    [Fact]
    public void Between_readings_it_is_straight()
    {
        Assert.Equal(3.0, TunedEnvelope.At([4, 2, 1], 5));
        Assert.Equal(1.25, TunedEnvelope.At([4, 2, 1], 17.5));
        Assert.Equal(1, TunedEnvelope.At([4, 2, 1], 25));
    }

    [Fact]
    public void A_published_point_is_the_last_that_a_run_reaches()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("envelopes.json", """{ "ImageMLP_Mnist_Relu": [[0, 100, 200], [3, 2, 1]] }"""u8.ToArray());
        var published = PublishedEnvelopes.Load(path);

        Assert.Equal((100.0, 2.0), published.LastPoint("image-mlp-mnist-relu", 199));
        Assert.Equal((200.0, 1.0), published.LastPoint("image-mlp-mnist-relu", 200));
        Assert.Null(published.LastPoint("another", 200));
    }

    [Theory]
    [InlineData("[]", "no envelopes; expected JSON")]
    [InlineData("""{ "a": [[0, 1], [2]] }""", "'a' is no envelope; expected ascending steps and as many losses")]
    [InlineData("""{ "a": [[1, 0], [2, 1]] }""", "'a' is no envelope")]
    public void What_is_no_envelope_is_refused(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("envelopes.json", System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => PublishedEnvelopes.Load(path)).Message,
            StringComparison.Ordinal);
    }

    private static double[] At(double first, double second, double third) =>
        [.. Enumerable.Range(0, 21).Select(step => step < 10 ? first : step < 20 ? second : third)];
}
