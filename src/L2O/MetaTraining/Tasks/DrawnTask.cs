using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.MetaTraining.Tasks;

/// <summary>A task as it was drawn.</summary>
/// <param name="Source">The data set.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="BatchSize">Samples a batch.</param>
/// <param name="Length">Steps of the run.</param>
/// <param name="Classes">The classes that are kept, in the order of their new labels; empty where targets are values.</param>
/// <param name="PermutesPixels">Whether inputs change places.</param>
/// <param name="Inverts">Whether inputs x are 1 - x.</param>
/// <param name="Augmentation">Changes of the task; null for none.</param>
/// <param name="Choice">Indices of distribution and data set.</param>
internal sealed record DrawnTask(
    string Source, string Network, int BatchSize, int Length, ImmutableArray<int> Classes, bool PermutesPixels, bool Inverts,
    AugmentationSettings? Augmentation, (int Distribution, int Data) Choice)
{
    /// <summary>Draws a task of a family.</summary>
    /// <param name="family">What to draw from.</param>
    /// <param name="data">The family's data sets by name.</param>
    /// <param name="rng">The run's stream; its position does not matter and stays.</param>
    /// <param name="progress">The part of the meta-training that is over.</param>
    /// <param name="length">Steps of the run; null draws them.</param>
    public static DrawnTask From(TaskFamilySettings family, IReadOnlyDictionary<string, TaskData> data, Rng rng, double progress,
        int? length)
    {
        Rng own = rng.Split("task");
        int chosen = Choose(own, [.. family.Tasks.Select(static task => task.Weight)]);
        TaskDistribution tasks = family.Tasks[chosen];
        int source = Choose(own, [.. tasks.Data.Select(static variation => variation.Weight)]);
        DataVariation variation = tasks.Data[source];
        TaskData known = data[variation.Source];
        ImmutableArray<int> classes = ClassesOf(known, variation, own.Split("classes"));
        int outputs = classes.Length > 0 ? classes.Length : known.Dataset.TargetSize;
        return new DrawnTask(variation.Source, tasks.Networks.Draw(own.Split("network"), outputs),
            tasks.BatchSizes[own.NextInt(tasks.BatchSizes.Length)], length ?? family.Horizon.Draw(rng.Split("length"), progress), classes,
            own.NextDouble() < variation.PermutedPixels, own.NextDouble() < variation.Inverted,
            tasks.Augmentation is { } augmentation && own.NextDouble() < augmentation.Share ? augmentation : null, (chosen, source));
    }

    private static ImmutableArray<int> ClassesOf(TaskData data, DataVariation variation, Rng rng)
    {
        if (data.Dataset.Target != Data.TargetKind.Classes)
            return [];
        int[] labels = [.. Enumerable.Range(0, data.Classes)];
        if (variation.FewestClasses is { } fewest && fewest < labels.Length)
        {
            rng.Shuffle<int>(labels);
            labels = labels[..(fewest + rng.NextInt(labels.Length - fewest + 1))];
            Array.Sort(labels);
        }
        if (rng.NextDouble() < variation.PermutedLabels)
            rng.Shuffle<int>(labels);
        return [.. labels];
    }

    private static int Choose(Rng rng, double[] weights)
    {
        double left = rng.NextDouble() * weights.Sum();
        int choice = 0;
        while (choice < weights.Length - 1 && left >= weights[choice])
            left -= weights[choice++];
        return choice;
    }
}
