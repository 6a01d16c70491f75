using System.Diagnostics;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>The scripts that <c>l2o submit</c> writes.</summary>
public sealed class SubmitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_prints_the_script_and_writes_nothing()
    {
        string experiment = TinyTraining.Write(_folder), path = _folder["it's mine"];
        CliHarness.CliOutcome outcome = CliHarness.Run("submit", experiment, "--out", path, "--tasks", "4", "--time", "1-00:00:00",
            "--partition", "cpu", "--cpus-per-task", "8", "--sbatch", "exclude=node3", "--dry-run");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string script = outcome.Output.ReplaceLineEndings("\n");
        foreach (string line in (string[])["#!/bin/bash", "#SBATCH --ntasks=4", "#SBATCH --requeue", "#SBATCH --open-mode=append",
            "#SBATCH --signal=TERM@60", "#SBATCH --time=1-00:00:00", "#SBATCH --partition=cpu", "#SBATCH --cpus-per-task=8",
            "#SBATCH --exclude=node3"])
            Assert.Contains($"{line}\n", script, StringComparison.Ordinal);
        Assert.Contains("--worker \"$SLURM_PROCID/$SLURM_NTASKS\"", script, StringComparison.Ordinal);
        Assert.Contains($"--out '{path.Replace("'", "'\\''", StringComparison.Ordinal)}'", script, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Without_Slurm_it_is_one_line_and_nothing_is_written()
    {
        string experiment = TinyTraining.Write(_folder);
        string dotnet = Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet");
        foreach (string line in (string[])[$"submit {experiment} --out {_folder["x"]}", $"submit paper --scale smoke --out {_folder["x"]}"])
        {
            var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "l2o.dll"), .. line.Split(' ')])
            {
                RedirectStandardError = true,
            };
            start.Environment["PATH"] = _folder.Root;
            using Process process = Process.Start(start)!;
            Assert.Equal("error: 'sbatch' is not on the path; expected Slurm's commands, or --dry-run, which prints the script\n",
                process.StandardError.ReadToEnd().ReplaceLineEndings("\n"));
            process.WaitForExit();
            Assert.Equal(2, process.ExitCode);
            Assert.False(Directory.Exists(_folder["x"]));
        }
    }

    [Fact]
    public void A_study_becomes_arrays_of_jobs_and_a_last_job()
    {
        CliHarness.CliOutcome outcome =
            TinyCommands.Run($"submit paper --scale smoke --only fig7,fig8 --data digits --out {_folder["paper"]} --time 10:00 --dry-run");
        string[] scripts = outcome.Output.ReplaceLineEndings("\n").Split("#!/bin/bash\n")[1..];

        Assert.Equal(3, scripts.Length);
        Assert.Contains("  meta-train-leaky-relu\n", scripts[0], StringComparison.Ordinal);
        Assert.Contains("  tune-mlp-leaky-relu-20\n", scripts[0], StringComparison.Ordinal);
        Assert.Contains("  noise-leaky-relu\n", scripts[1], StringComparison.Ordinal);
        Assert.All(scripts[..2], static script => Assert.Matches(@"#SBATCH --array=0-\d+\n", script));
        Assert.All(scripts, static script => Assert.Contains("#SBATCH --time=10:00\n", script, StringComparison.Ordinal));
        Assert.DoesNotContain("--step", scripts[2], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["paper"]));
    }

    [Fact]
    public void A_step_is_made_once_its_inputs_are_and_once_only()
    {
        string study = $"paper --scale smoke --only fig8 --data digits --out {_folder["paper"]} --threads 2";
        CliHarness.CliOutcome early = CliHarness.Run($"{study} --step noise-leaky-relu".Split(' '));
        Assert.Equal(2, early.Code);
        Assert.Matches("^error: step 'noise-leaky-relu' reads '.*', which is not done; expected that it is made before\r?\n$", early.Error);
        Assert.EndsWith("step 'meta-train-leaky-relu' is done\n",
            TinyCommands.Run($"{study} --step meta-train-leaky-relu").Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("step 'meta-train-leaky-relu' was done already\n",
            TinyCommands.Run($"{study} --step meta-train-leaky-relu").Error.ReplaceLineEndings("\n"));
    }
}
