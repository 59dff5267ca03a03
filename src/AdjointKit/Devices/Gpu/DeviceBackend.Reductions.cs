using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>
/// Sums, inner products and the largest magnitude, in two steps whose order depends on the sizes alone (Sources/reductions.cl): carried in float64 where the device
/// has it.
/// </content>
internal sealed unsafe partial class DeviceBackend
{
    private const int ReductionGroup = 256;

    /// <summary>Elements per segment at least: short ones would be all overhead.</summary>
    private const long SegmentLength = 4096;

    /// <summary>Segments per output at most: the last step adds them one after another.</summary>
    private const long MostSegments = 1024;

    // Names are constants: looking a kernel up makes no text.
    private readonly Dictionary<(ElementType Type, string Name, bool ByGroup), nint> namedKernels = [];

    private void SumOver(in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        RequireHere(x);
        RequireHere(into);
        if (x.Overlaps(into)) throw new ArgumentException($"the sum of {x} overlaps its result {into}: write to an array of its own", nameof(into));
        if (x.Count == 0)
        {
            Fill(into, 0);
            return;
        }

        (UntypedArray kept, UntypedArray summed) = Split(x, into);
        var keptAxes = new CollapsedAxes(kept.Shape, [kept, into.BroadcastTo(into.Shape)]);
        var summedAxes = new CollapsedAxes(summed.Shape, [summed]);
        if (Math.Max(keptAxes.Rank, summedAxes.Rank) > CollapsedAxes.KernelAxes)
        {
            UntypedArray packed = Packed(this, x, x.ElementType);
            SumOver(packed, into);
            packed.Release();
            return;
        }

        into.BeginWrite();
        bool isComplex = ElementTypes.IsComplex(into.ElementType);
        Reduction reduction = Plan(into.Count, summed.Count);
        UntypedArray partial = Partial(reduction);
        ArgumentList arguments = default;
        arguments.Add(reduction.Outputs);
        reduction.AddTo(ref arguments);
        arguments.Add(x);
        AddAxes(ref arguments, keptAxes, 0);
        AddAxes(ref arguments, summedAxes, 0);
        arguments.Add(KernelArgument.Memory(partial.Storage.Memory));
        Reduce(isComplex ? "sum_complex" : "sum_real", into.ElementType, reduction, arguments.Values);

        ArgumentList finish = default;
        finish.Add(reduction.Outputs);
        finish.Add(reduction.Segments);
        finish.Add(KernelArgument.Memory(partial.Storage.Memory));
        finish.Add(into);
        AddAxes(ref finish, keptAxes, 1);
        driver.Launch(Find(into.ElementType, isComplex ? "finish_complex" : "finish_real", null), LaunchSize.Over(reduction.Outputs, LineGroup), finish.Values);
        partial.Release();
    }

    public override Complex Dot(in UntypedArray a, in UntypedArray b)
    {
        RequireOneType(a, a, b);
        if (a.Shape != b.Shape) throw new ArgumentException($"an inner product of arrays of shapes {a.Shape} and {b.Shape}: the shapes must be equal", nameof(b));
        return Whole(ElementTypes.IsComplex(a.ElementType) ? "dot_complex" : "dot_real", "finish_sum", a, b, null);
    }

    public override void Dot(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireOneType(a, b, a);
        RequireHere(into);
        if (a.Shape != b.Shape) throw new ArgumentException($"an inner product of arrays of shapes {a.Shape} and {b.Shape}: the shapes must be equal", nameof(b));
        if (into.Count != 1) throw new ArgumentException($"an inner product is one number and does not fill {into}", nameof(into));
        if (a.Count == 0)
        {
            Fill(into, 0);
            return;
        }

        into.BeginWrite();
        Whole(ElementTypes.IsComplex(a.ElementType) ? "dot_complex" : "dot_real", ElementTypes.IsComplex(into.ElementType) ? "finish_complex" : "finish_real", a, b, into);
    }

    public override double MaxAbs(in UntypedArray x) => Whole(ElementTypes.IsComplex(x.ElementType) ? "largest_complex" : "largest_real", "finish_largest", x, x, null).Real;

    /// <summary>The axes that the result keeps, as a view of the result's shape, and those that are summed.</summary>
    private static (UntypedArray Kept, UntypedArray Summed) Split(in UntypedArray x, in UntypedArray into)
    {
        int missing = x.Rank - into.Rank;
        if (missing < 0) throw new ArgumentException($"a sum of an array of shape {x.Shape} cannot have shape {into.Shape}", nameof(into));
        UntypedArray kept = x;
        UntypedArray summed = x;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            nint length = axis < missing ? 1 : into.Shape[axis - missing];
            bool keeps = axis >= missing && length == x.Shape[axis];
            if (length != 1 && !keeps) throw new ArgumentException($"a sum of an array of shape {x.Shape} cannot have shape {into.Shape}: axis {axis - missing} has neither length 1 nor {x.Shape[axis]}", nameof(into));
            if (keeps) summed = summed.Slice(axis, 0, 1, 1);
            else kept = axis < missing ? kept.Select(axis, 0) : kept.Slice(axis, 0, 1, 1);
        }

        return (kept, summed);
    }

    private static void AddAxes(ref ArgumentList arguments, in CollapsedAxes axes, int operand)
    {
        for (int axis = CollapsedAxes.KernelAxes - 2; axis >= 0; axis--) arguments.Add((long)axes.FromLast(axis));
        for (int axis = CollapsedAxes.KernelAxes - 1; axis >= 0; axis--) arguments.Add((long)axes.StepFromLast(axis, operand));
    }

    private Complex Whole(string kernel, string finish, in UntypedArray a, in UntypedArray b, UntypedArray? into)
    {
        RequireHere(a);
        RequireHere(b);
        if (a.Count == 0) return Complex.Zero;
        UntypedArray first = a.IsContiguous ? a : Packed(this, a, a.ElementType);
        UntypedArray second = b.IsContiguous ? b : Packed(this, b, b.ElementType);
        Reduction reduction = Plan(1, a.Count);
        UntypedArray partial = Partial(reduction);
        ArgumentList arguments = default;
        reduction.AddTo(ref arguments);
        arguments.Add(first);
        arguments.Add(second);
        arguments.Add(KernelArgument.Memory(partial.Storage.Memory));
        Reduce(kernel, a.ElementType, reduction, arguments.Values);

        // The result of a reading reduction takes the place behind the partial ones.
        ArgumentList last = default;
        last.Add(1L);
        last.Add(reduction.Segments);
        last.Add(KernelArgument.Memory(partial.Storage.Memory));
        if (into is UntypedArray target)
        {
            last.Add(target);
        }
        else
        {
            last.Add(KernelArgument.Memory(partial.Storage.Memory));
            last.Add(reduction.Segments);
        }

        for (int axis = 0; axis < CollapsedAxes.KernelAxes - 1; axis++) last.Add(1L);
        for (int axis = 0; axis < CollapsedAxes.KernelAxes; axis++) last.Add(0L);
        driver.Launch(Find(into?.ElementType ?? a.ElementType, finish, null), new LaunchSize(1, 1, 1, 1), last.Values);
        Complex result = into is null ? ReadPartial(partial, reduction.Segments) : Complex.Zero;
        partial.Release();
        if (first != a) first.Release();
        if (second != b) second.Release();
        return result;
    }

    private Complex ReadPartial(in UntypedArray partial, long place)
    {
        if (hasDouble)
        {
            Complex wide;
            driver.Read(partial.Storage.Memory, checked((nint)place * sizeof(Complex)), &wide, sizeof(Complex));
            return wide;
        }

        ComplexF narrow;
        driver.Read(partial.Storage.Memory, checked((nint)place * sizeof(ComplexF)), &narrow, sizeof(ComplexF));
        return new Complex(narrow.Real, narrow.Imaginary);
    }

    private Reduction Plan(long outputs, long summands)
    {
        long length = Math.Max(SegmentLength, (summands + MostSegments - 1) / MostSegments);
        bool byGroup = runtime.PrefersLocalMemory && summands >= ReductionGroup;
        return new Reduction(outputs, (summands + length - 1) / length, length, summands, byGroup);
    }

    private UntypedArray Partial(in Reduction reduction) =>
        Allocate(ElementType.UInt8, new Shape(checked((nint)((reduction.Outputs * reduction.Segments) + 1) * (hasDouble ? sizeof(Complex) : sizeof(ComplexF)))), null);

    private void Reduce(string kernel, ElementType type, in Reduction reduction, ReadOnlySpan<KernelArgument> arguments)
    {
        long places = reduction.Outputs * reduction.Segments;
        nint found = Find(type, kernel, reduction.ByGroup);
        driver.Launch(found, reduction.ByGroup ? new LaunchSize(checked((int)places), 1, ReductionGroup, 1) : LaunchSize.Over(places, GridGroup), arguments);
    }

    /// <summary>A kernel of the reductions; the first steps have two forms.</summary>
    private nint Find(ElementType type, string kernel, bool? byGroup)
    {
        lock (namedKernels)
        {
            if (namedKernels.TryGetValue((type, kernel, byGroup ?? false), out nint found)) return found;
            RequirePrecision(type);
            ProgramSource source = ElementPrograms.Reductions(type, hasDouble, ReductionGroup);
            string form = byGroup is null ? "" : byGroup.Value ? "_groups" : "_items";
            nint handle = runtime.Programs.Find(source, kernel + form);
            namedKernels.Add((type, kernel, byGroup ?? false), handle);
            return handle;
        }
    }

    /// <summary>How a reduction is cut: each output into segments of a length.</summary>
    private readonly record struct Reduction(long Outputs, long Segments, long Length, long Summands, bool ByGroup)
    {
        internal void AddTo(ref ArgumentList arguments)
        {
            arguments.Add(Segments);
            arguments.Add(Length);
            arguments.Add(Summands);
        }
    }
}
