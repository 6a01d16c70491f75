using System.Diagnostics;
using L2O.Settings;

namespace L2O.Runs.Owners;

/// <summary>Who works in a folder, as its heartbeat file says.</summary>
/// <param name="Token">Different for every owner.</param>
/// <param name="Machine">Name of the machine, on Linux with the space in which process ids count.</param>
/// <param name="ProcessId">The process.</param>
internal sealed record FolderOwner(string Token, string Machine, int ProcessId)
{
    private const string ProcessSpace = "/proc/self/ns/pid"; // containers of one machine have several

    /// <summary>This process, anew.</summary>
    public static FolderOwner Here() => new(Guid.NewGuid().ToString("N"), MachineHere(), Environment.ProcessId);

    /// <summary>Whether it is known to have ended: its process would be seen from here, and is not.</summary>
    public bool HasEnded()
    {
        if (Machine != MachineHere())
            return false;
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true; // no such process
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false; // not to be looked at
        }
    }

    /// <summary>Reads a heartbeat file; null where there is none, or it is just being written.</summary>
    public static FolderOwner? TryLoad(string path)
    {
        try
        {
            return File.Exists(path) ? SettingsJson.Load<FolderOwner>(path) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string MachineHere()
    {
        try
        {
            return $"{Environment.MachineName} {new FileInfo(ProcessSpace).LinkTarget}".TrimEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
