using System.Diagnostics;

namespace AdjointKit.Cli.Hosting;

/// <summary>What the operating system says about this process's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most bytes that were resident at one time.</summary>
    internal static long PeakResidentBytes
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }
}
