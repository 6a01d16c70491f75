using System.Text;

namespace L2O.Cli.Slurm;

/// <summary>Scripts for sbatch: what jobs ask for, what they run, and that they queue up again where a signal ended them.</summary>
/// <param name="folder">Where scripts and what jobs print go.</param>
/// <param name="name">The job's.</param>
/// <param name="options">What it asks for besides.</param>
internal sealed class SlurmScript(string folder, string name, IReadOnlyList<string> options)
{
    private const int Warning = 60; // seconds from the signal to the time limit
    private const int MostRestarts = 1000;

    private bool NamesItself => options.Any(static option => option.StartsWith("--job-name=", StringComparison.Ordinal));

    /// <summary>Processes that share a meta-training.</summary>
    /// <param name="tasks">How many.</param>
    /// <param name="command">The program with its arguments, but for which worker it is.</param>
    public string Workers(int tasks, IReadOnlyList<string> command) => Text(
        [$"--ntasks={tasks}", $"--output={Path.Combine(folder, "%j.log")}"],
        $$"""
        # Every process takes its worker's number and the number of workers from Slurm.
        srun --kill-on-bad-exit=1 bash -c 'exec "$@" --worker "$SLURM_PROCID/$SLURM_NTASKS"' worker \
          {{Line(command)}}
        """);

    /// <summary>Jobs side by side, each of which makes one step of a study.</summary>
    /// <param name="steps">Their names.</param>
    /// <param name="command">The program with its arguments, but for the step.</param>
    public string Steps(IReadOnlyList<string> steps, IReadOnlyList<string> command) => Text(
        ["--ntasks=1", $"--array=0-{steps.Count - 1}", $"--output={Path.Combine(folder, $"{name}-%a.log")}"],
        $$"""
        steps=(
        {{string.Join('\n', steps.Select(static step => $"  {step}"))}}
        )
        srun {{Line(command)}} --step "${steps[SLURM_ARRAY_TASK_ID]}"
        """);

    /// <summary>One job.</summary>
    /// <param name="command">The program with its arguments.</param>
    public string Single(IReadOnlyList<string> command) => Text(
        ["--ntasks=1", $"--output={Path.Combine(folder, $"{name}.log")}"], $"srun {Line(command)}");

    /// <summary>A word as the shell reads it back.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "_./=:,@%+-".Contains(c, StringComparison.Ordinal))
        ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private string Text(IEnumerable<string> asked, string work)
    {
        var text = new StringBuilder("#!/bin/bash\n");
        foreach (string option in (string[])[.. NamesItself ? (string[])[] : [$"--job-name={name}"], .. asked, "--requeue",
            "--open-mode=append", $"--signal=TERM@{Warning}", .. options])
            text.Append("#SBATCH ").Append(option).Append('\n');
        text.Append('\n').Append(work.ReplaceLineEndings("\n")).Append('\n');
        text.Append($$"""
            code=$?
            # Above 128 a signal ended it, near the time limit or by a lost process: what is done is stored, and it goes on from there.
            if ((code > 128 && ${SLURM_RESTART_COUNT:-0} < {{MostRestarts}})); then
              scontrol requeue "$SLURM_JOB_ID"
            fi
            exit $code

            """.ReplaceLineEndings("\n"));
        return text.ToString();
    }

    // Threads come from Slurm, too.
    private static string Line(IEnumerable<string> command) =>
        string.Join(' ', command.Select(Quote).Append("--threads \"${SLURM_CPUS_PER_TASK:-1}\""));
}
