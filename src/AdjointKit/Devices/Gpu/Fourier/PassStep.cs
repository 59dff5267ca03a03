using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>One radix of a transform, every butterfly an item, from device memory to device memory (Sources/fourier.passes.cl).</summary>
internal sealed class PassStep(DeviceDriver driver, ElementType type, nint kernel, FourierAxis axis, int radix, int before, UntypedArray twiddles) : FourierStep
{
    private const int Group = 64;

    /// <summary>Kernels count butterflies in 32 bits.</summary>
    private const long MostItems = int.MaxValue - Group;

    /// <summary>A butterfly of the whole line writes to where it has read.</summary>
    internal override bool IsInPlace => radix == axis.Length;

    internal override void Launch(in Reals x, in Reals into, long batch, in FourierEnds ends)
    {
        long butterflies = axis.Length / radix * axis.Inner;
        long lines = batch * axis.Leading;
        long atOnce = Math.Max(1, MostItems / Math.Max(1, butterflies));
        for (long first = 0; first < lines; first += atOnce)
        {
            long count = Math.Min(atOnce, lines - first) * butterflies;
            ArgumentList arguments = default;
            arguments.Add(checked((int)count));
            arguments.Add(first);
            arguments.Add(axis.Length);
            arguments.Add(checked((int)axis.Inner));
            arguments.Add(before);
            x.AddTo(ref arguments);
            into.AddTo(ref arguments);
            arguments.Add(KernelArgument.Memory(twiddles.Storage.Memory));
            ends.AddTo(ref arguments, type, axis.Factors(ends.Factor.OfAxis), twiddles.Storage.Memory);
            driver.Launch(kernel, LaunchSize.Over(count, Group), arguments.Values);
        }
    }
}
