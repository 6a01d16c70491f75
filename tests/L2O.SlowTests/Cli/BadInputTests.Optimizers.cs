using Xunit;

namespace L2O.SlowTests.Cli;

/// <content>What is put around optimizers, and learned optimizers from elsewhere.</content>
public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines adam@0.1:clip=0",
        "optimizer 'adam@0.1:clip=0' has the part ':clip=0'; expected :clip=NORM with a norm above 0")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines adam:schedule=cosin",
        "optimizer 'adam:schedule=cosin' has the part ':schedule=cosin'; expected :schedule=KIND with one of constant, cosine, step, " +
        "exponential")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines adam:group(role=wieght)=sgd@1",
        "optimizer 'adam:group(role=wieght)=sgd@1' has the part ':group(role=wieght)=sgd@1'; tensors are 'role=wieght' with the role " +
        "'wieght'; expected one of matrix, bias, normalization, embedding, head")]
    [InlineData("meta-test ROOT/run:weight-decay=1 --out ROOT/x",
        "'weight-decay=1' has a weight-decay, which learned optimizers do not know; expected decoupled-decay")]
    [InlineData("meta-train --plugin mine.dll --out ROOT/x", "plugin 'mine.dll': no such file; expected a .NET assembly")]
    [InlineData("meta-train --plugin ROOT/file --out ROOT/x",
        "plugin 'ROOT/file' can't be loaded; expected a .NET assembly that was built against this version")]
    [InlineData("meta-test ROOT/run --data digits --out ROOT/x --baselines adam@0.1:skip=nope",
        "none of the tensors is left for the group 'nope'; expected one of ...")]
    [InlineData("meta-test ROOT/run:skip=nope --data digits --out ROOT/x",
        "none of the tensors is left for the group 'nope'; expected one of ...")]
    [InlineData("meta-train --set metaTraining.randomStart.optimizer=adam:skip=nope --out ROOT/x",
        "none of the tensors is left for the group 'nope'; expected one of ...")]
    [InlineData("meta-train --set metaTraining.randomStart.optimizer=adam:warmup=x --out ROOT/x",
        "setting 'metaTraining.randomStart.optimizer': optimizer 'adam:warmup=x' has the part ':warmup=x'; expected :warmup=STEPS with " +
        "an integer of at least 0")]
    public void Malformed_optimizers_and_plugins_are_refused(string line, string expected) => AssertRefused(line, expected);
}
