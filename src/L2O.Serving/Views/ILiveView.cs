namespace L2O.Serving.Views;

/// <summary>What a page shows, to be looked at again and again. Safe to ask from several threads.</summary>
internal interface ILiveView
{
    /// <summary>The parts as they are now.</summary>
    IReadOnlyList<LivePart> Parts();
}
