using Xunit;

namespace L2O.SlowTests.Cli;

/// <content>Meta-trainings that several processes share, and jobs.</content>
public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("ROOT/particles.json --worker 2/2 --out ROOT/x",
        "option '--worker' is '2/2'; expected a worker from 0 to 1, as there are 2")]
    [InlineData("ROOT/particles.json --worker first --out ROOT/x",
        "option '--worker' is 'first'; expected K/N, worker K from 0 of N, as in 0/4")]
    [InlineData("ROOT/particles.json --worker -1/2 --out ROOT/x",
        "option '--worker' is '-1/2'; expected K/N, worker K from 0 of N, as in 0/4")]
    [InlineData("ROOT/particles.json --worker 0/0 --out ROOT/x",
        "option '--worker' is '0/0'; expected K/N, worker K from 0 of N, as in 0/4")]
    [InlineData("--preset quick --worker 0/2 --out ROOT/x",
        "the experiment has no 'particles', whose work workers could share; expected one with particles")]
    [InlineData("--preset multi-task-mlp --worker 0/2 --out ROOT/x",
        "a family's estimator is truncatedBptt, whose particles return whole gradients; expected evolution strategies in all families " +
        "where workers share them")]
    [InlineData("ROOT/particles.json --worker 0/11 --out ROOT/x",
        "there are 11 workers for 10 particles; expected 10 workers or fewer")]
    [InlineData("ROOT/weightless.json --worker 0/2 --out ROOT/x",
        "ROOT/weightless.json, 'particles.families[1]': weight is 0; expected ...")]
    [InlineData("ROOT/particles.json --worker 0/2 --out ROOT/shared",
        "ROOT/shared began with --worker K/1; expected that again, it is K/2")]
    [InlineData("ROOT/particles.json --worker 1/2 --out ROOT/shared",
        "ROOT/shared began with --worker K/1; expected that again, it is K/2")]
    [InlineData("ROOT/particles.json --worker 0/1 --seed 9 --out ROOT/shared",
        "ROOT/shared began with another configuration, or other data; expected those of its config.json")]
    [InlineData("ROOT/particles.json --worker 0/1 --out ROOT/shared-later",
        "ROOT/shared-later began with version 9.9, which this program is not; expected the same program for all workers")]
    [InlineData("ROOT/particles.json --worker 0/1 --out ROOT/shared-open",
        "ROOT/shared-open/cluster-secret may be used by others than its owner (OtherRead, GroupRead); expected mode 600")]
    [InlineData("ROOT/particles.json --worker 0/1 --out ROOT/full",
        "output folder 'ROOT/full' is no shared meta-training's, it has 'old.csv'; expected a new or empty folder, or one that began " +
        "with --worker")]
    [InlineData("--resume --worker 0/1 --out ROOT/shared",
        "--worker 0/1 does not go with --resume; a worker goes on by itself where its last checkpoint is")]
    [InlineData("--resume --out ROOT/shared",
        "several workers share the meta-training in 'ROOT/shared'; expected --worker instead of --resume")]
    [InlineData("ROOT/particles.json --worker-timeout 1h --out ROOT/x", "--worker-timeout is given without --worker; expected both")]
    [InlineData("ROOT/particles.json --worker 0/2 --worker-timeout soon --out ROOT/x",
        "option '--worker-timeout' is 'soon'; expected a number with a unit, as in 30s, 10min or 1h")]
    public void Workers_that_cannot_share_a_meta_training_are_refused(string line, string expected) =>
        AssertRefused($"meta-train {line}", expected);

    [Theory]
    [InlineData("submit ROOT/particles.json --tasks 0 --out ROOT/x",
        "option '--tasks' has the value '0'; expected an integer from 1 to 65536")]
    [InlineData("submit ROOT/particles.json --tasks 11 --out ROOT/x",
        "there are 11 workers for 10 particles; expected 10 workers or fewer")]
    [InlineData("submit --preset quick --out ROOT/x",
        "the experiment has no 'particles', whose work workers could share; expected one with particles")]
    [InlineData("submit ROOT/particles.json --preset pes-digits --out ROOT/x",
        "--preset does not go with CONFIG, 'ROOT/particles.json'; expected one of them")]
    [InlineData("submit ROOT/particles.json --time 1$ --out ROOT/x",
        "option '--time' is '1$'; expected a value that sbatch takes, without blanks")]
    [InlineData("submit ROOT/particles.json --sbatch exclude=$node --dry-run --out ROOT/x",
        "option '--sbatch' is 'exclude=$node'; expected an option of sbatch without blanks, as in exclude=node3")]
    [InlineData("submit ROOT/particles.json --out ROOT/full",
        "output folder 'ROOT/full' is no shared meta-training's, it has 'old.csv'; expected a new or empty folder, or one that began " +
        "with --worker")]
    [InlineData("paper --scale smoke --data digits --step nothing --out ROOT/x",
        "unknown step 'nothing'; expected one that 'l2o paper --dry-run' lists")]
    public void Jobs_that_cannot_be_are_refused(string line, string expected) => AssertRefused(line, expected);
}
