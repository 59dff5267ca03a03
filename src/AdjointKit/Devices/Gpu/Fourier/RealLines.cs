using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Transforms of real lines: an even number of points by that of half as many complex ones, an odd number as complex ones (Sources/fourier.real.cl).</summary>
internal sealed class RealLines
{
    private const int Group = 64;

    private readonly DeviceBackend backend;
    private readonly ElementType type;
    private readonly int length;
    private readonly FourierChain chain;
    private readonly UntypedArray turns;
    private readonly nint split;
    private readonly nint join;
    private readonly nint extend;

    internal RealLines(DeviceBackend backend, ElementType type, int length)
    {
        this.backend = backend;
        this.type = type;
        this.length = length;
        chain = new FourierBuilder(backend, type).Chain(new FourierAxis(1, IsEven ? length / 2 : length, 1));
        turns = FourierTables.Turns(backend, type, length);
        ProgramSource source = FourierPrograms.Real(type, backend.HasDouble);
        split = backend.FourierKernel(source, "split_real");
        join = backend.FourierKernel(source, "join_real");
        extend = backend.FourierKernel(source, "extend_real");
    }

    private bool IsEven => length % 2 == 0;

    /// <summary>x [..., n] real to into [..., n/2 + 1].</summary>
    internal void Forward(in UntypedArray x, in UntypedArray into)
    {
        long lines = x.Count / length;
        UntypedArray work = Work(x.Shape);
        if (IsEven)
        {
            chain.Run(Reals.Of(x), Reals.Of(work), lines, FourierEnds.Plain);
            Pairs(split, work, into, lines);
        }
        else
        {
            backend.Copy(x, work);
            chain.Run(Reals.Of(work), Reals.Of(work), lines, FourierEnds.Plain);
            backend.Copy(work.Slice(-1, 0, into.Shape[-1], 1), into);
        }

        work.Release();
    }

    /// <summary>x [..., n/2 + 1] to into [..., n] real, scaled by 1/n.</summary>
    internal void Inverse(in UntypedArray x, in UntypedArray into)
    {
        long lines = into.Count / length;
        UntypedArray work = Work(into.Shape);
        if (IsEven)
        {
            Pairs(join, x, work, lines);
            chain.Run(Reals.Of(work), Reals.Of(into), lines, FourierEnds.Inverse(2.0 / length));
        }
        else
        {
            Extend(x, work);
            chain.Run(Reals.Of(work), Reals.Of(work), lines, FourierEnds.Inverse(1.0 / length));
            backend.Unary(UnaryOp.Real, work, into);
        }

        work.Release();
    }

    private UntypedArray Work(in Shape real) => backend.Allocate(type, real.With(real.Rank - 1, IsEven ? length / 2 : length), null);

    private void Pairs(nint kernel, in UntypedArray x, in UntypedArray into, long lines)
    {
        long count = lines * ((length / 4) + 1);
        ArgumentList arguments = default;
        arguments.Add(count);
        arguments.Add((long)(length / 2));
        arguments.Add(KernelArgument.Memory(turns.Storage.Memory));
        Reals.Of(x).AddTo(ref arguments);
        Reals.Of(into).AddTo(ref arguments);
        backend.Driver.Launch(kernel, LaunchSize.Over(count, Group), arguments.Values);
    }

    private void Extend(in UntypedArray x, in UntypedArray into)
    {
        ArgumentList arguments = default;
        arguments.Add((long)into.Count);
        arguments.Add((long)length);
        Reals.Of(x).AddTo(ref arguments);
        Reals.Of(into).AddTo(ref arguments);
        backend.Driver.Launch(extend, LaunchSize.Over(into.Count, Group), arguments.Values);
    }
}
