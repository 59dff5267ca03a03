using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Bluestein's transform along an axis whose length has a large prime factor, as a convolution in an array of its own (Sources/fourier.chirp.cl).</summary>
internal sealed class ChirpStep(DeviceBackend backend, ElementType type, ChirpKernels kernels, FourierAxis axis, FourierAxis longer, FourierChain convolution, ChirpTables tables) : FourierStep
{
    private const int Group = 64;

    internal override bool IsInPlace => true;

    internal override void Launch(in Reals x, in Reals into, long batch, in FourierEnds ends)
    {
        UntypedArray work = backend.Allocate(type, new Shape(checked((nint)(longer.Points * batch))), null);
        var middle = Reals.Of(work);
        ArgumentList first = Arguments(longer.Points * batch, x, middle);
        first.Add(KernelArgument.Real(type, ends.LoadSign));
        backend.Driver.Launch(kernels.In, LaunchSize.Over(longer.Points * batch, Group), first.Values);
        convolution.Run(middle, middle, batch, new FourierEnds(1, 1, 1, new FourierFactor(Reals.Of(tables.Spectrum), 1, OfAxis: true)));
        convolution.Run(middle, middle, batch, FourierEnds.Inverse(1));
        ArgumentList last = Arguments(axis.Points * batch, middle, into);
        (ends with { LoadSign = 1 }).AddTo(ref last, type, axis.Factors(ends.Factor.OfAxis), tables.Chirp.Storage.Memory);
        backend.Driver.Launch(kernels.Out, LaunchSize.Over(axis.Points * batch, Group), last.Values);
        work.Release();
    }

    private ArgumentList Arguments(long count, in Reals x, in Reals into)
    {
        ArgumentList arguments = default;
        arguments.Add(count);
        arguments.Add((long)axis.Length);
        arguments.Add((long)longer.Length);
        arguments.Add(axis.Inner);
        arguments.Add(KernelArgument.Memory(tables.Chirp.Storage.Memory));
        x.AddTo(ref arguments);
        into.AddTo(ref arguments);
        return arguments;
    }
}

/// <summary>The kernels of the two ends of Bluestein's transform.</summary>
internal readonly record struct ChirpKernels(nint In, nint Out);

/// <summary>The chirp on the device, and the transform of its conjugate, wrapped around the longer axis and divided by its length.</summary>
internal readonly record struct ChirpTables(UntypedArray Chirp, UntypedArray Spectrum);
