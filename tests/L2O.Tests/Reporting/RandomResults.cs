using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Tables;

namespace L2O.Tests.Reporting;

/// <summary>
/// Made-up results with all that figures show, in which some optimizers differ clearly, some hardly, and some measurements are missing.
/// </summary>
internal sealed class RandomResults
{
    public const int Iterations = 120;

    private static readonly string[] s_trained = ["l2o", "adam", "sgd", "rescale-0.5", "rescale-1", "lion-sgd-0", "lion-sgd-0.5",
        "lion-sgd-1"];
    private static readonly string[] s_measured = ["l2o", "adam", "sgd", "lion-sgd-0", "lion-sgd-0.5", "lion-sgd-1"];
    private static readonly string[] s_single = ["update_rescale_deviation", "update_scale_deviation", "update_translation_deviation",
        "theta_norm", "gradient_norm", "update_norm", "theta_mean_abs", "gradient_mean_abs", "update_mean_abs", "theta_stiffness",
        "gradient_stiffness", "update_tail_index", "gradient_tail_index", "update_tail_index_float_mean", "update_tail_index_exact_mean",
        "update_tail_index_live", "update_covariance_trace", "gradient_covariance_trace", "update_max_abs"];

    private readonly Rng _rng;
    private readonly string[] _networks;

    public RandomResults(int seed, int runs, int networks)
    {
        (_rng, Runs, _networks) = (new Rng((ulong)seed), runs, [.. new[] { "one", "two", "three" }.Take(networks)]);
        Comparison = new Comparison("digits", Iterations, [.. from network in _networks
                                                              from optimizer in s_trained
                                                              from run in Enumerable.Range(0, runs)
                                                              select Curve(network, optimizer, run)], [.. Searches()]);
        Epochs = [.. Enumerable.Range(1, 4).Select(epoch => new EpochMetrics(epoch, 3 - 0.1 * epoch, Value($"epoch {epoch}", 100),
            epoch == 1 || Value($"best {epoch}", 1) > 0.5))];
        Rows = [.. _networks.SelectMany(network => s_measured.SelectMany(optimizer => Enumerable.Range(0, runs)
            .SelectMany(run => Measured(network, optimizer, run))))];
    }

    public int Runs { get; }

    public Comparison Comparison { get; }

    public IReadOnlyList<EpochMetrics> Epochs { get; }

    public IReadOnlyList<RunMeasurement> Rows { get; }

    private double Value(string of, double scale) => scale * _rng.Split(of).NextDouble();

    /// <summary>A factor near 1, of a run.</summary>
    private double Scatter(string of) => 0.93 + 0.14 * _rng.Split(of).NextDouble();

    private LossCurve Curve(string network, string optimizer, int run)
    {
        double time = (5 + Value($"time {network} {optimizer}", 40)) * Scatter($"time {network} {optimizer} {run}");
        double end = (0.2 + Value($"end {network} {optimizer}", 0.25)) * Scatter($"end {network} {optimizer} {run}");
        return new LossCurve(network, optimizer, run,
            [.. Enumerable.Range(1, Iterations).Select(i => new CurvePoint(i, end + 2 * Math.Exp(-i / time), 0.5, 1, 0.5))],
            new LossAndAccuracy(end, 1 - end / 3), new LossAndAccuracy(1.1 * end, 1 - end / 2.8));
    }

    private IEnumerable<LearningRateTrial> Searches() =>
        from network in _networks
        from optimizer in new[] { "adam", "sgd" }
        let losses = new[] { 0.001, 0.01, 0.1 }.Select(rate => (Rate: rate, Loss: Value($"{network} {optimizer} {rate}", 50))).ToArray()
        from one in losses
        select new LearningRateTrial(network, optimizer, one.Rate, [one.Loss], one.Loss.Equals(losses.Min(static other => other.Loss)));

    private IEnumerable<RunMeasurement> Measured(string network, string optimizer, int run)
    {
        RunMeasurement Row(int iteration, string measure, double value, double position = double.NaN, string target = Measurement.All) =>
            new(network, optimizer, run, new Measurement(iteration, target, measure, value, position));
        double Of(int iteration, string measure) => (0.1 + Value($"{measure} {network} {optimizer}", 1.5))
            * Scatter($"{measure} {network} {optimizer} {run}") * Scatter($"{measure} {network} {optimizer} {run} {iteration}");
        bool isShort = optimizer == "sgd" && Value("short", 1) > 0.5; // it ends early
        foreach (int iteration in new[] { 1, 5, 10, 30, 60, 100 }.Where(iteration => !isShort || iteration < 60))
        {
            foreach (string measure in s_single)
                if (optimizer != "lion-sgd-0" || measure != "update_translation_deviation" || Value("gap", 1) > 0.3)
                    yield return Row(iteration, measure, Of(iteration, measure));
            for (int rank = 1; rank <= 2; rank++)
            {
                yield return Row(iteration, "update_covariance_eigenvalue", Of(iteration, "eigenvalue") / rank, rank);
                yield return Row(iteration, "update_histogram", Math.Floor(100 * Of(iteration, "histogram") / rank), 0.1 * (rank - 1));
            }
            if (optimizer == "l2o")
                for (int place = 0; place <= 10; place++)
                    yield return Row(iteration, "hidden_spectrogram", Of(iteration, $"power {place}"), place / 20.0, "layer 1 channel 3");
        }
    }
}
