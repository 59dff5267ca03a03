using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>What decides the bits of a recovery: a run goes on only where all of it is the same. The number of iterations does not: a run may go on to more than were asked for at first.</summary>
internal static class RecoveryManifest
{
    internal static RunManifest Of<T>(RecoveryInput<T> input, RecoveryChoices choices, DeviceKind device)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RunManifest manifest = new RunManifest("sparse solve")
            .WithArray("--matrix", input.Matrix)
            .WithArray("--data", input.Data)
            .WithParameter("--columns", $"{input.Layout}")
            .WithParameter("--precision", ElementTypes.Of<T>().ToString())
            .WithParameter("--device", $"{device}".ToLowerInvariant())
            .WithParameter("--algorithm", $"{choices.Algorithm}")
            .WithParameter("--lambda", $"{choices.Lambda:R}")
            .WithParameter("--alpha", $"{choices.Alpha:R}")
            .WithParameter("--sparsity", $"{choices.Sparsity}")
            .WithParameter("--noise-variance", $"{choices.NoiseVariance:R}")
            .WithParameter("--tolerance", $"{choices.Tolerance:R}")
            .WithParameter("--step", $"{choices.Step:R}");
        return input.Truth is NdArray<T> truth ? manifest.WithArray("--truth", truth) : manifest;
    }
}
