using System.Diagnostics;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>The stand-in notices what it promises to notice.</summary>
public class StandInSelfTest
{
    [SkippableFact]
    public void Every_case_of_the_stand_ins_own_test_passes()
    {
        Skip.If(CudaStandIn.SelfTest is null, CudaStandIn.Obstacle);
        var start = new ProcessStartInfo(CudaStandIn.SelfTest!, [CudaStandIn.Library!]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
    }
}
