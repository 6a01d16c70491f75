using L2O.Data.Digits;
using L2O.Experiments;
using L2O.Runs;
using L2O.Serving;
using L2O.Settings;
using Xunit;

namespace L2O.SlowTests.Serving;

/// <summary>The pages in a real browser. L2O_SCREENSHOTS names a folder that gets pictures of them.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=hit=1>";

    private readonly LiveFolder _runs = new();
    private LiveServer _server = null!;
    private Chromium? _browser;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Chromium Browser => _browser!;

    public async ValueTask InitializeAsync()
    {
        string? path = Chromium.Find();
        Assert.SkipWhen(path is null, "no chromium on this machine; with one, the pages are looked at too");
        _server = await LiveServer.StartAsync(new LiveServerOptions(_runs.Root, port: 0, interval: TimeSpan.FromMilliseconds(200)),
            Cancellation);
        _browser = await Chromium.StartAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _runs.Dispose();
    }

    [Fact]
    public async Task The_curve_of_a_run_grows_while_it_goes_on()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task run = Task.Run(() => Train(stop.Token), Cancellation);
        try
        {
            await Browser.LookAsync(1400, dark: false);
            await Browser.GoAsync(new Uri(_server.Address, "/"));
            await Browser.UntilAsync("document.querySelector('#runs .state.running') !== null");
            await Browser.ValueAsync("document.querySelector('#runs a').click()");
            const string Points = "(document.querySelector('#training polyline')?.points.numberOfItems ?? 0)";
            await Browser.UntilAsync($"{Points} >= 2 && document.querySelector('.state.running') !== null");
            int before = (await Browser.ValueAsync(Points)).GetInt32();
            await Browser.UntilAsync($"{Points} > {before}");
            await Browser.UntilAsync(
                "/rate\\n\\d/.test(document.getElementById('tiles').innerText) && /time " +
                "left\\n\\d/.test(document.getElementById('tiles').innerText)");
            await Browser.UntilAsync("document.querySelector('.log li').textContent.includes('meta-training begins')");
            await StoreAsync("run");
        }
        finally
        {
            await stop.CancelAsync();
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Browser.UntilAsync("document.querySelector('.state.interrupted') !== null");
        Assert.Empty(Browser.Errors);
    }

    [Fact]
    public async Task Chosen_runs_are_compared()
    {
        _runs.AddTraining("plain", seed: 1);
        _runs.AddTraining("other", seed: 7);
        _runs.AddTraining(Hostile, RunState.Failed, epochs: 0);
        await Browser.LookAsync(400, dark: true);
        await Browser.GoAsync(new Uri(_server.Address, "/"));
        await Browser.UntilAsync("document.querySelectorAll('#runs tbody tr').length === 3");
        await StoreAsync("index");

        await Browser.ValueAsync(
            "for (const box of document.querySelectorAll('#runs input')) if (/plain|other/.test(box.ariaLabel)) box.click()");
        Assert.Equal("Compare 2 runs", (await Browser.ValueAsync("document.getElementById('compare').textContent")).GetString());
        await Browser.ValueAsync("document.getElementById('compare').click()");

        await Browser.UntilAsync("document.querySelectorAll('#training polyline').length >= 4");
        Assert.Equal("setting|other|plain;seed|7|1", (await Browser.ValueAsync(
            "[...document.querySelectorAll('#differences tr')].map(row => [...row.cells].sort((a, b) => a.cellIndex - " +
                "b.cellIndex).map(cell => cell.textContent).join('|')).join(';')")).GetString());
        await StoreAsync("compare");
        Assert.Empty(Browser.Errors);
    }

    [Fact]
    public async Task Names_from_runs_are_text_and_nothing_is_wider_than_a_narrow_window()
    {
        string folder = _runs.AddTraining(Hostile);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"),
            "<!DOCTYPE html><title>before</title><link rel=icon href=data:,><script>document.title = 'after'</script>", Cancellation);
        await Browser.LookAsync(400, dark: false);
        await Browser.GoAsync(new Uri(_server.Address, "/"));
        await Browser.UntilAsync("document.querySelector('#runs tbody a') !== null");
        await AssertHarmlessAsync();
        await Browser.ValueAsync("document.querySelector('#runs tbody a').click()");
        await Browser.UntilAsync(
            "document.querySelectorAll('#training polyline').length >= 2 && document.querySelector('#reports a') !== null");
        Assert.StartsWith($"runs/{Hostile}", (await Browser.ValueAsync("document.querySelector('h1').textContent"))
            .GetString(), StringComparison.Ordinal);
        await AssertHarmlessAsync();
        await Browser.ValueAsync("document.querySelector('#reports a').click()");
        await Browser.UntilAsync("document.title === 'after'");
        Assert.Empty(Browser.Errors);
    }

    private async Task AssertHarmlessAsync()
    {
        Assert.Equal("undefined", (await Browser.ValueAsync("typeof hit")).GetString());
        Assert.Equal(0, (await Browser.ValueAsync("document.querySelectorAll('img').length")).GetInt32());
        Assert.InRange((await Browser.ValueAsync("document.documentElement.scrollWidth")).GetInt32(), 1, 400);
    }

    private void Train(CancellationToken cancellation)
    {
        using var compute = new Compute(threads: 1);
        Experiment experiment = SettingsOverrides.Apply(ExperimentPresets.Find("quick"),
            ["metaTraining.epochs=10000", "metaTraining.runsPerEpoch=20", "metaTraining.testRuns=1",
                "metaTraining.iterations=20", "metaTraining.unroll=10", "metaTraining.batchSize=16", "learnedOptimizer.hiddenSize=4"]);
        MetaTrainingFolder.Create(_runs["live"], experiment)
            .Run(SyntheticDigits.Load(trainCount: 64, testCount: 1).Train, compute, cancellation: cancellation);
    }

    private async Task StoreAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("L2O_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        foreach ((int width, bool dark) in new[] { (1400, false), (1400, true), (400, false), (400, true) })
        {
            await Browser.LookAsync(width, dark);
            await Task.Delay(300, Cancellation);
            await Browser.StoreAsync(Path.Combine(folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"));
        }
    }
}
