using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace L2O.Data.Sources;

/// <summary>
/// Fetches datasets. Mirrors are tried in turn; bytes arrive in a <c>.part</c> file that a later attempt continues;
/// only a file whose SHA-256 fits is renamed to its name, in one step.
/// </summary>
internal sealed class DatasetDownloader
{
    private const int AttemptsPerMirror = 5;
    private const int BufferBytes = 1 << 17;

    private readonly HttpClient _client;
    private readonly TimeSpan _stallTimeout;

    /// <summary>A downloader that uses the given client and does not own it.</summary>
    /// <param name="client">Sends the requests; without automatic decompression, as is its default.</param>
    /// <param name="stallTimeout">Longest silence of a server before it counts as broken, positive; null for 30 s.</param>
    public DatasetDownloader(HttpClient client, TimeSpan? stallTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _stallTimeout = stallTimeout ?? TimeSpan.FromSeconds(30);
        if (_stallTimeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(stallTimeout), stallTimeout,
                $"stall timeout {stallTimeout}; expected a positive time");
    }

    /// <summary>
    /// Fetches the files of a dataset that are missing or damaged. Canceling keeps what has arrived for the next attempt.
    /// </summary>
    /// <param name="source">The dataset; nothing happens for an embedded one.</param>
    /// <param name="folder">Where its files go; created if need be.</param>
    /// <param name="progress">Is told after every piece.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <exception cref="IOException">No mirror gave a file that fits, or the disk refused; the message has every mirror's
    /// answer.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    /// <exception cref="OperationCanceledException">The download was canceled.</exception>
    public async Task GetAsync(
        DatasetSource source,
        DataFolder folder,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(folder);
        if (source.IsEmbedded)
            return;
        string directory = folder.FolderOf(source);
        Directory.CreateDirectory(directory);
        foreach (DatasetFile file in source.Files)
            if (DatasetVerification.Verify(folder, source, file, cancellation).Condition != FileCondition.Ok)
                await GetFileAsync(source, file, Path.Combine(directory, file.Name), progress, cancellation).ConfigureAwait(false);
    }

    private async Task GetFileAsync(
        DatasetSource source,
        DatasetFile file,
        string target,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        string part = target + ".part";
        var failures = new List<string>();
        foreach (Uri mirror in source.Mirrors)
        {
            var address = new Uri(mirror, file.Name);
            for (int attempt = 0; attempt < AttemptsPerMirror; attempt++)
            {
                long resumedAt = PartLength(part);
                string? failure = await FetchAsync(address, file, part, progress, cancellation).ConfigureAwait(false);
                bool arrived = failure is null;
                failure ??= ContentDigest.Mismatch(file, part, cancellation);
                if (failure is null)
                {
                    File.Move(part, target, overwrite: true);
                    return;
                }
                if (arrived)
                    File.Delete(part);
                // Again here: a broken transfer that got ahead, or one that continued what was no beginning of this file.
                bool again = arrived ? resumedAt > 0 : PartLength(part) > resumedAt;
                if (again && attempt < AttemptsPerMirror - 1)
                    continue;
                failures.Add($"{address}: {failure}");
                break;
            }
        }
        throw new IOException($"cannot fetch {source.Name}/{file.Name}; {string.Join("; ", failures)}");
    }

    /// <summary>Requests what is missing of the <c>.part</c> file. Null when the server has sent all, else what went wrong.</summary>
    private async Task<string?> FetchAsync(
        Uri address,
        DatasetFile file,
        string part,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(_stallTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            long resumeAt = PartLength(part);
            if (resumeAt > 0)
                request.Headers.Range = new RangeHeaderValue(resumeAt, null);
            using HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            if (resumeAt > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return null; // nothing lies behind what is here: it is complete, or the digest will refuse it
            if (!response.IsSuccessStatusCode)
                return $"the server answered {(int)response.StatusCode} ({response.ReasonPhrase}); expected 200 or 206";
            if (response.StatusCode != HttpStatusCode.PartialContent)
                resumeAt = 0;
            else if (response.Content.Headers.ContentRange?.From != resumeAt)
                return $"the server sent the range {response.Content.Headers.ContentRange}; expected one from byte {resumeAt}";
            long? total = response.Content.Headers.ContentLength + resumeAt;
            void Report(long bytes) => progress?.Report(new DownloadProgress(file.Name, address, bytes, total));
            return await StoreAsync(response, part, resumeAt, file.MaxStoredBytes, Report, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"the server was silent for {_stallTimeout.TotalSeconds:0.###} s";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }

    private async Task<string?> StoreAsync(
        HttpResponseMessage response,
        string part,
        long resumeAt,
        long limit,
        Action<long> report,
        CancellationTokenSource stall)
    {
        Stream body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        var store = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        await using ConfiguredAsyncDisposable closing = store.ConfigureAwait(false);
        store.SetLength(resumeAt);
        store.Position = resumeAt;
        byte[] buffer = new byte[BufferBytes];
        while (true)
        {
            stall.CancelAfter(_stallTimeout);
            int count;
            try
            {
                count = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (IOException failure) // only the network's: the disk's refusals end the download
            {
                return $"the connection broke after {store.Length} bytes ({failure.Message})";
            }
            if (count == 0)
                break;
            if (store.Length + count > limit)
            {
                store.SetLength(0);
                return $"the server sends more than {limit} bytes; expected at most that";
            }
            await store.WriteAsync(buffer.AsMemory(0, count), stall.Token).ConfigureAwait(false);
            report(store.Length);
        }
        store.Flush(flushToDisk: true); // on disk before the rename says that it is complete
        return null;
    }

    private static long PartLength(string part) => File.Exists(part) ? new FileInfo(part).Length : 0;
}
