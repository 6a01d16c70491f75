using L2O.Dynamics;
using L2O.Tables;

namespace L2O.Tests.Reporting;

/// <summary>Made-up dynamics that look like the study's: deterministic, with known values where a test needs them.</summary>
internal static class SampleDynamics
{
    internal static readonly string[] Optimizers = ["l2o", "adam", "sgd", "lion"];

    private static readonly int[] s_histogramIterations = [1, 5, 10, 30, 100, 500];

    /// <summary>Every measure that a figure shows.</summary>
    internal static IReadOnlyList<RunMeasurement> Full(string optimizee = "mlp-leaky-relu-20", int runs = 3, params string[] optimizers)
    {
        var rows = new List<RunMeasurement>();
        foreach (string optimizer in optimizers.Length > 0 ? optimizers : Optimizers)
            for (int run = 0; run < runs; run++)
            {
                void Add(int iteration, string measure, double value, string target = Measurement.All,
                    double position = double.NaN, double half = double.NaN) =>
                    rows.Add(new RunMeasurement(optimizee, optimizer, run,
                        new Measurement(iteration, target, measure, value, position, value - half, value + half)));
                Live(optimizer, run, (iteration, measure, value) => Add(iteration, measure, value));
                Snapshots(optimizer, run, (iteration, measure, value, position, half) =>
                    Add(iteration, measure, value, position: position, half: half));
                Histograms(optimizer, run, (iteration, value, position) => Add(iteration, "update_histogram", value, position: position),
                    (iteration, value) => Add(iteration, "update_max_abs", value));
                if (optimizer == "l2o")
                    Spectra((iteration, state, channel, frequency, value) =>
                        Add(iteration, $"{state}_spectrogram", value, $"layer 1 channel {channel}", frequency));
            }
        return rows;
    }

    /// <summary>A single number of a run.</summary>
    internal static RunMeasurement Row(string optimizer, int run, int iteration, string measure,
        double value, double position = double.NaN, string optimizee = "net") =>
        new(optimizee, optimizer, run, new Measurement(iteration, Measurement.All, measure, value, position));

    /// <summary>|rescale deviation| after an iteration, near the study's figure 4.</summary>
    internal static double Deviation(string optimizer, int run, int iteration) => Wobble(iteration, run) * optimizer switch
    {
        "l2o" => 51 * (1 - Math.Exp(-iteration / 25.0)),
        "lion" => 0.13 * iteration,
        "adam" => 2.2 * Math.Exp(-iteration / 130.0),
        _ => 0.02,
    };

    private static double Step(string optimizer) => optimizer switch { "l2o" => 0.15, "adam" => 0.09, "lion" => 0.005, _ => 0.03 };

    private static double Wobble(int iteration, int run) => 1 + (0.15 * Math.Sin((iteration * 1.7) + (run * 2.3)));

    private static void Live(string optimizer, int run, Action<int, string, double> add)
    {
        foreach (int iteration in Enumerable.Range(0, 21).Select(static i => Math.Max(1, i * 10)))
        {
            double decay = Math.Exp(-iteration / 150.0), wobble = Wobble(iteration, run), step = Step(optimizer);
            add(iteration, "update_rescale_deviation", Deviation(optimizer, run, iteration));
            add(iteration, "update_translation_deviation", optimizer == "sgd" ? 1e-8 * wobble : step * wobble);
            add(iteration, "theta_norm", 9 + (20 * step * Math.Sqrt(iteration) * 0.2));
            add(iteration, "gradient_norm", (0.2 + (1.5 * decay)) * wobble);
            add(iteration, "update_norm", step * 10 * (0.2 + decay) * wobble);
            add(iteration, "theta_mean_abs", 0.05 + (step * 0.01 * Math.Sqrt(iteration)));
            add(iteration, "gradient_mean_abs", 0.002 * (0.2 + decay) * wobble);
            add(iteration, "update_mean_abs", step * 0.05 * (0.2 + decay) * wobble);
            add(iteration, "theta_stiffness", step * (0.05 + decay) * wobble);
            add(iteration, "gradient_stiffness", (0.8 + (0.3 * step)) * wobble);
        }
    }

    private static void Snapshots(string optimizer, int run, Action<int, string, double, double, double> add)
    {
        foreach (int iteration in new[] { 1, 25, 50, 100, 150, 200 })
        {
            double wobble = Wobble(iteration, run);
            add(iteration, "update_tail_index",
                optimizer switch { "l2o" => 0.82, "adam" => 0.65, "lion" => 0.72, _ => 0.57 } + (0.01 * wobble), double.NaN, 0.015);
            add(iteration, "update_tail_index_float_mean", (optimizer == "l2o" ? 0.82 : 0.66) + (0.01 * wobble), double.NaN, double.NaN);
            add(iteration, "update_tail_index_exact_mean", 0.66 + (0.01 * wobble), double.NaN, double.NaN);
            add(iteration, "update_tail_index_live", 1.1 + (0.01 * wobble), double.NaN, double.NaN);
            add(iteration, "gradient_tail_index", 0.55 + (0.01 * wobble), double.NaN, 0.012);
            double eigenvalue = wobble * optimizer switch
            {
                "l2o" => 0.03 + (0.07 * Math.Exp(-iteration / 60.0)),
                "lion" => 0.006,
                "adam" => 0.02 * Math.Exp(-iteration / 50.0),
                _ => 0.0005
            };
            for (int rank = 1; rank <= 3; rank++)
                add(iteration, "update_covariance_eigenvalue", eigenvalue / rank, rank, double.NaN);
            add(iteration, "update_covariance_trace", 14 * eigenvalue, double.NaN, double.NaN);
        }
    }

    private static void Histograms(string optimizer, int run, Action<int, double, double> bin, Action<int, double> largest)
    {
        foreach (int iteration in s_histogramIterations)
        {
            double end = Step(optimizer) * (optimizer == "l2o" && iteration is > 1 and < 30 ? 2 : 1);
            largest(iteration, end);
            for (int i = 0; i < 30; i++)
            {
                bool isSpike = optimizer == "lion";
                bin(iteration,
                    isSpike ? (i == 29 ? 15_910 : 0)
                    : Math.Floor(9000 * Math.Exp(-i * (0.2 + (0.02 * run) + (iteration / 2000.0)))), end * i / 30);
            }
        }
    }

    private static void Spectra(Action<int, string, int, double, double> add)
    {
        foreach (string state in new[] { "hidden", "cell" })
            for (int channel = 0; channel < 20; channel++)
                for (int last = 20; last <= 200; last += 2)
                    for (int k = 0; k <= 10; k++)
                    {
                        double frequency = k / 20.0, peak = 0.02 * (channel % 8);
                        add(last, state, channel, frequency,
                            (1e-6 + Math.Exp(-Math.Pow((frequency - peak) / 0.06, 2) - (last / 90.0))) * (1 + (channel % 3)));
                    }
    }
}
