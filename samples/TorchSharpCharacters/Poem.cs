namespace TorchSharpCharacters;

/// <summary>What the sample reads.</summary>
internal static class Poem
{
    /// <summary>Lines written for this sample.</summary>
    public const string Text = """
        A ball that rolls along a hill will seek the lowest ground,
        and if the hill is steep and still the ground is quickly found.
        But where the valley bends and winds the ball goes left and right,
        and every slope that it will find puts out the one in sight.

        So take the slope of yesterday and add it to the new:
        the ball that rolled the other way will roll along with you.
        And where the slopes are large and wild, divide them by their size;
        a step too long is soon beguiled by hills that fall and rise.

        The rate of steps is hard to choose: too small, you walk all day,
        too large, and all the ground you lose is more than you can pay.
        And so we let a network learn how far to go, and where:
        it reads the slope at every turn and makes its steps with care.

        It learned on hills that others made, on valleys long and deep,
        on plains of sun and slopes of shade, on ridges high and steep.
        And when you give it hills of yours that it has never seen,
        it looks for what the ground endures, and not for what has been.

        It may be fast, it may be slow, it may not find the best;
        there is one way for you to know: to put it to the test.
        So roll the ball, and write the time, and roll it once again,
        and say in prose, if not in rhyme, how often, where and when.

        """;
}
