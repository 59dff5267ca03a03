using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads where an object may be: a mask [y, x], inside where it is not 0.</summary>
internal static class SupportInput
{
    internal static NdArray<bool> Read(RunContext run, string option, string path, nint ny, nint nx)
    {
        using AnyArray array = ArrayInput.Read(run, path);
        using NdArray<double> values = RealValues.Of(array);
        FiniteValues.Require($"{option} {path}", values);
        if (values.Shape != new Shape(ny, nx)) throw new UsageException($"{option} {path} has shape {values.Shape}, but the object has {ny} x {nx} points");
        NdArray<bool> mask = NdArray.Zeros<bool>(ny, nx);
        ReadOnlySpan<double> from = values.AsReadOnlySpan();
        Span<bool> to = mask.AsWritableSpan();
        for (int k = 0; k < from.Length; k++) to[k] = from[k] != 0;
        if (!to.Contains(true)) throw new UsageException($"{option} {path} is 0 everywhere: it leaves the object no point");
        if (!to.Contains(false)) run.Warn($"{option} {path} covers everything: it tells nothing of the object");
        return mask;
    }
}
