using System.Collections.Immutable;

namespace L2O.Tables;

/// <summary>
/// All tables that runs store, with the meaning and unit of each column. A loss is in nats with softmax and binary cross-entropy, in
/// squared units of the target with the mean squared error.
/// </summary>
internal static class TableCatalog
{
    private static readonly TableColumn s_optimizee = new("optimizee", ColumnKind.Text, "", "network that is trained");
    private static readonly TableColumn s_optimizer = new("optimizer", ColumnKind.Text, "", "optimizer that trains it");
    private static readonly TableColumn s_run = new("run", ColumnKind.Integer, "",
        "from 0; equal numbers start alike and see the same batches");
    private static readonly TableColumn s_iteration = new("iteration", ColumnKind.Integer, "iterations", "from 1");

    /// <summary>The course of a meta-training.</summary>
    public static TableSchema MetaTraining { get; } = new(MetaTrainingCsv.FileName, "an epoch of a meta-training",
    [
        new("epoch", ColumnKind.Integer, "epochs", "from 1"),
        new("meta_loss", ColumnKind.Number, "of the loss or its logarithm",
            "mean over the epoch's meta-steps of the logarithm of the loss summed over an unroll (with logLoss=false of the sum)"),
        new("test_loss", ColumnKind.Number, "of the loss",
            "training loss summed over a run, mean over the test runs; of a particle training over that of guessing, mean over fixed runs"),
        new("best", ColumnKind.Flag, "", "whether phi was the best so far"),
        new("skipped_meta_steps", ColumnKind.Integer, "meta-steps",
            "left out because their gradient, or the phi behind them, was not finite"),
        new("diverged_runs", ColumnKind.Integer, "runs", "ended early because a number was not finite"),
    ]);

    /// <summary>The course of a particle training in its families of tasks.</summary>
    public static TableSchema Families { get; } = new(FamiliesCsv.FileName, "an epoch of a particle training in a family of tasks",
    [
        new("epoch", ColumnKind.Integer, "epochs", "from 1"),
        new("family", ColumnKind.Text, "", "name of the family"),
        new("meta_loss", ColumnKind.Number, "as its settings say", "mean contribution of a step to the meta-loss"),
        new("gradient_norm", ColumnKind.Number, "", "mean length of the meta-gradient before clipping, of all families together"),
    ]);

    /// <summary>The iterations of a meta-test.</summary>
    public static TableSchema Metrics { get; } = new(MetricsCsv.MetricsFile, "an iteration of a test run",
    [
        s_optimizee, s_optimizer, s_run, s_iteration,
        new("train_loss", ColumnKind.Number, "of the loss", "mean loss of the batch before the step"),
        new("train_accuracy", ColumnKind.Number, "0 to 1",
            "share of that batch that is classified rightly; empty where there are no classes"),
        new("test_loss", ColumnKind.Number, "of the loss", "the same of a batch of the test split, at each tenth iteration"),
        new("test_accuracy", ColumnKind.Number, "0 to 1", "the same of a batch of the test split, at each tenth iteration"),
    ]);

    /// <summary>The runs of a meta-test.</summary>
    public static TableSchema Runs { get; } = new(MetricsCsv.RunsFile, "a test run",
    [
        s_optimizee, s_optimizer, s_run,
        new("learning_rate", ColumnKind.Number, "", "rate that a search chose, or the optimizer's text says; empty where there is none")
        {
            EarlierNames = [null, "learning_rate"],
        },
        new("loss_threshold", ColumnKind.Number, "of the loss",
            "training loss that the next two columns count to; empty where the loss is not softmax") { EarlierNames = [null, null] },
        new("first_batch_under_threshold", ColumnKind.Integer, "iterations",
            "first iteration whose single batch had a loss under the threshold; empty where none had")
        {
            EarlierNames = ["iterations_to_loss_0_5", "first_batch_under_0_5"],
        },
        new("iterations_to_threshold", ColumnKind.Integer, "iterations",
            "first iteration around which the mean loss of nine batches is under the threshold: what tables and figures count")
        {
            EarlierNames = [null, "mean_of_9_under_0_5"],
        },
        new("final_train_loss", ColumnKind.Number, "of the loss", "of the whole training split, after the last step"),
        new("final_train_accuracy", ColumnKind.Number, "0 to 1", "of the whole training split, after the last step"),
        new("final_test_loss", ColumnKind.Number, "of the loss", "of the whole test split, after the last step"),
        new("final_test_accuracy", ColumnKind.Number, "0 to 1", "of the whole test split, after the last step"),
        new("diverged", ColumnKind.Flag, "", "whether it ended early because a number was not finite"),
        new("iterations", ColumnKind.Integer, "iterations", "done"),
        new("planned_iterations", ColumnKind.Integer, "iterations", "asked for"),
        new("data", ColumnKind.Text, "", "dataset"),
        new("loss", ColumnKind.Text, "",
            "what was minimized: softmax (cross-entropy), mse (mean squared error) or bce (binary cross-entropy)")
        {
            EarlierNames = [null, "loss"],
        },
        new("final_train_r2", ColumnKind.Number, "at most 1",
            "coefficient of determination on the whole training split, after the last step, mean over the outputs; where targets " +
            "are values") { EarlierNames = [null, "final_train_r2"] },
        new("final_test_r2", ColumnKind.Number, "at most 1", "the same of the whole test split")
        {
            EarlierNames = [null, "final_test_r2"],
        },
    ]);

    /// <summary>The searches for learning rates.</summary>
    public static TableSchema LearningRates { get; } = new(MetricsCsv.LearningRatesFile, "a run of a search for a learning rate",
    [
        s_optimizee, s_optimizer,
        new("learning_rate", ColumnKind.Number, "", "the rate on trial"),
        s_run,
        new("summed_train_loss", ColumnKind.Number, "of the loss", "batch losses summed over the run; empty if it diverged"),
        new("chosen", ColumnKind.Flag, "", "whether this rate won"),
        new("extended", ColumnKind.Flag, "", "whether it lies beyond the grid, which was extended because its end won")
        {
            EarlierNames = [null, null],
        },
        new("schedule", ColumnKind.Text, "", "the rate's schedule where several were tried; empty otherwise")
        {
            EarlierNames = [null, null],
        },
    ]);

    /// <summary>What was measured in the runs of a meta-test or an analysis.</summary>
    public static TableSchema Dynamics { get; } = new(MeasurementCsv.FileName, "a measured number",
    [
        s_optimizee, s_optimizer, s_run, s_iteration,
        new("target", ColumnKind.Text, "", "tensor, symmetry or channel that was measured, or all for everything together"),
        new("measure", ColumnKind.Text, "", "name of the quantity; docs/dynamics.md lists them with their units"),
        new("position", ColumnKind.Number, "of the measure",
            "where in a vector of such numbers: lower edge of a bin, frequency, rank; empty where there is one alone"),
        new("value", ColumnKind.Number, "of the measure", "the number"),
        new("low", ColumnKind.Number, "of the measure", "lower end of its 95 % interval, where one was estimated"),
        new("high", ColumnKind.Number, "of the measure", "upper end of that interval"),
    ]);

    /// <summary>The training of one network.</summary>
    public static TableSchema Training { get; } = new(TrainingCsv.FileName, "a validation in the training of one network",
    [
        new("iteration", ColumnKind.Integer, "iterations", "steps made; 0 is the start"),
        new("train_loss", ColumnKind.Number, "of the loss", "mean loss of the batches since the row before; empty at the start"),
        new("train_accuracy", ColumnKind.Number, "0 to 1",
            "share of their samples that is classified rightly; empty where there are no classes"),
        new("validation_loss", ColumnKind.Number, "of the loss", "of the whole validation split"),
        new("validation_accuracy", ColumnKind.Number, "0 to 1", "the same; empty where there are no classes"),
        new("validation_r2", ColumnKind.Number, "at most 1",
            "coefficient of determination on the validation split, mean over the outputs; where targets are values"),
        new("best", ColumnKind.Flag, "", "whether the validation loss is the lowest so far: the last such row's weights are kept"),
    ]);

    /// <summary>All of them.</summary>
    public static ImmutableArray<TableSchema> All { get; } = [MetaTraining, Families, Metrics, Runs, LearningRates, Dynamics, Training];
}
