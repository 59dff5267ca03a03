using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>The threshold with a selection of the support in one launch (Sources/thresholds.cl).</content>
internal sealed partial class DeviceBackend
{
    /// <summary>Three counts stand in one number of the kernel.</summary>
    private const int ThresholdCountBits = 21;

    /// <summary>Few, so that a processor has groups for all its cores.</summary>
    private const int LinesOfGroup = 4;

    internal override void SupportThreshold(in UntypedArray v, in UntypedArray theta, nint passing, in UntypedArray y, in UntypedArray slope, in UntypedArray thresholdSlope)
    {
        if (v.Count == 0 || v.Shape[-1] >= 1 << ThresholdCountBits || !IsWhole(y, v) || !IsWhole(slope, v) || !IsWhole(thresholdSlope, v))
        {
            base.SupportThreshold(v, theta, passing, y, slope, thresholdSlope);
            return;
        }

        RequireOneType(v, theta, y);
        RequireOneType(slope, thresholdSlope, y);
        RequireApart([v, theta], [y, slope, thresholdSlope]);
        RequireHere(v);
        RequireHere(theta);
        RequireHere(y);
        RequireHere(slope);
        RequireHere(thresholdSlope);
        y.BeginWrite();
        slope.BeginWrite();
        thresholdSlope.BeginWrite();
        nint length = v.Shape[-1];
        nint lines = v.Count / length;
        bool isOne = theta.Count == 1;
        UntypedArray shrunk = v.IsContiguous ? v : Packed(this, v, v.ElementType);
        UntypedArray ofLines = theta.BroadcastTo(v.Shape.With(v.Rank - 1, 1));
        UntypedArray thresholds = isOne || ofLines.IsContiguous ? ofLines : Packed(this, ofLines, v.ElementType);
        ArgumentList arguments = default;
        arguments.Add((long)lines);
        arguments.Add((long)length);
        arguments.Add((long)passing);
        arguments.Add(shrunk);
        arguments.Add(thresholds);
        arguments.Add(isOne ? 0L : 1L);
        arguments.Add(y);
        arguments.Add(slope);
        arguments.Add(thresholdSlope);
        bool byGroup = runtime.PrefersLocalMemory;
        nint kernel = Find(ThresholdProgram, v.ElementType, "support_threshold", byGroup ? "_groups" : "_items");
        driver.Launch(kernel, byGroup ? new LaunchSize(checked((int)lines), 1, ReductionGroup, 1) : LaunchSize.Over(lines, LinesOfGroup), arguments.Values);
        if (shrunk != v) shrunk.Release();
        if (thresholds != ofLines) thresholds.Release();
        GC.KeepAlive(v.Storage);
        GC.KeepAlive(theta.Storage);
        GC.KeepAlive(y.Storage);
        GC.KeepAlive(slope.Storage);
        GC.KeepAlive(thresholdSlope.Storage);
    }

    private static bool IsWhole(in UntypedArray array, in UntypedArray like) => array.IsContiguous && array.Shape == like.Shape;
}
