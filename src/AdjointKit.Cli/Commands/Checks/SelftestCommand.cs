using AdjointKit.Cli.Checks;
using AdjointKit.Cli.Hosting;
using AdjointKit.Devices.Checks;
using AdjointKit.Operators;
using AdjointKit.Waves.Checks;

namespace AdjointKit.Cli.Commands.Checks;

/// <summary><c>selftest</c>: the device test suites, from the shipped executable, on whatever machine it runs.</summary>
internal sealed class SelftestCommand() : CheckCommand("selftest", "Check a device against the CPU: array operations, propagators, adjoints", "adjointkit selftest --device opencl\nadjointkit selftest waves --device cuda --json", Cases)
{
    private static IReadOnlyList<CheckCase> Cases { get; } = [.. DeviceCheckCatalogue.All.Concat(WaveDeviceChecks.All).Select(Case)];

    /// <summary>A device that computes in float32 only is not asked for more, and the user is told.</summary>
    protected override CheckCase[] Choose(RunContext run)
    {
        CheckCase[] chosen = base.Choose(run);
        if (run.Compute.HasDouble) return chosen;
        CheckCase[] single = [.. chosen.Where(check => check.Precision == "f32")];
        run.Warn($"{run.Device} computes in float32 only: {chosen.Length - single.Length} checks in float64 are left out");
        return single.Length > 0 ? single : throw new UsageException($"{run.Device} computes in float32 only: leave --precision f64 out");
    }

    private static CheckCase Case(DeviceCheck check)
    {
        string name = $"{check.Suite}: {check.Name}";
        string precision = check.NeedsDouble ? "f64" : "f32";
        return new CheckCase(name, precision, (compute, _) => new CheckResult(name, precision, compute.Device.ToString(), check.Error(compute), check.Tolerance));
    }
}
