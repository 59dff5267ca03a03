using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>
/// Reductions over axes, inner products and the largest magnitude, in two steps whose order depends on the sizes alone (Sources/reductions.cl): carried in float64 where the device
/// has it.
/// </content>
internal sealed unsafe partial class DeviceBackend
{
    private const int ReductionGroup = 256;

    /// <summary>Elements per segment at least: short ones would be all overhead.</summary>
    private const long SegmentLength = 4096;

    /// <summary>Segments per output at most: the last step adds them up.</summary>
    private const long MostSegments = 1024;

    /// <summary>Segments per output from which a group adds them up.</summary>
    private const long FinishedByGroup = 32;

    public override void ReduceTo(ReductionOp op, in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        if (x.Overlaps(into)) throw new ArgumentException($"the {NameOf(op)} of {x} overlaps its result {into}: write to an array of its own", nameof(into));
        bool isComplex = ElementTypes.IsComplex(x.ElementType);
        bool isExtreme = op is ReductionOp.Largest or ReductionOp.Smallest;
        if (isComplex && isExtreme) throw new NotSupportedException($"{op} is not available for elements of type {x.ElementType}: complex numbers have no order");
        if (x.Count == 0)
        {
            if (isExtreme && into.Count > 0) throw new ArgumentException($"an array of shape {x.Shape} has no {NameOf(op)} element", nameof(x));
            Fill(into, op == ReductionOp.Product ? 1 : 0);
            return;
        }

        (string first, string finish) = (op, isComplex) switch
        {
            (ReductionOp.Sum, false) => ("sum_real", "finish_sum_real"),
            (ReductionOp.Sum, true) => ("sum_complex", "finish_sum_complex"),
            (ReductionOp.Product, false) => ("product_over_real", "finish_product_real"),
            (ReductionOp.Product, true) => ("product_over_complex", "finish_product_complex"),
            (ReductionOp.Largest, _) => ("largest_real", "finish_largest_real"),
            _ => ("smallest_real", "finish_smallest_real"),
        };
        OverAxes(first, finish, x, into);
    }

    public override void Locate(ExtremeOp op, in UntypedArray x, in NdArray<long> into)
    {
        if (ElementTypes.IsComplex(x.ElementType)) throw new NotSupportedException($"{op} is not available for elements of type {x.ElementType}: complex numbers have no order");
        if (x.Count == 0 && into.Count > 0) throw new ArgumentException($"an array of shape {x.Shape} has no element that could be the {op.ToString().ToLowerInvariant()}", nameof(x));
        bool larger = op == ExtremeOp.Largest;
        OverAxes(larger ? "first_largest_real" : "first_smallest_real", larger ? "finish_first_largest_real" : "finish_first_smallest_real", x, into);
    }

    private static string NameOf(ReductionOp op) => op switch
    {
        ReductionOp.Sum => "sum",
        ReductionOp.Product => "product",
        ReductionOp.Largest => "largest",
        _ => "smallest",
    };

    /// <summary>Reduces x over the axes that the result lacks or has with length 1.</summary>
    private void OverAxes(string first, string finish, in UntypedArray x, in UntypedArray into)
    {
        RequireHere(x);
        RequireHere(into);
        (UntypedArray kept, UntypedArray reduced) = Split(x, into);
        into.BeginWrite();
        if (into.Count == 0) return;
        var keptAxes = new CollapsedAxes(kept.Shape, [kept, into]);
        var reducedAxes = new CollapsedAxes(reduced.Shape, [reduced]);
        if (Math.Max(keptAxes.Rank, reducedAxes.Rank) > CollapsedAxes.KernelAxes)
        {
            // Of contiguous arrays at most four axes of each kind do not merge.
            UntypedArray packed = x.IsContiguous ? x : Packed(this, x, x.ElementType);
            UntypedArray target = into.IsContiguous ? into : Allocate(into.ElementType, into.Shape, null);
            OverAxes(first, finish, packed, target);
            if (target != into) Copy(target, into);
            if (target != into) target.Release();
            if (packed != x) packed.Release();
            return;
        }

        Reduction reduction = Plan(into.Count, reduced.Count);
        UntypedArray partial = Partial(reduction);
        ArgumentList arguments = default;
        arguments.Add(reduction.Outputs);
        reduction.AddTo(ref arguments);
        arguments.Add(x);
        AddAxes(ref arguments, keptAxes, 0);
        AddAxes(ref arguments, reducedAxes, 0);
        arguments.Add(KernelArgument.Memory(partial.Storage.Memory));
        Reduce(first, x.ElementType, reduction, arguments.Values);

        ArgumentList last = default;
        last.Add(reduction.Outputs);
        last.Add(reduction.Segments);
        last.Add(KernelArgument.Memory(partial.Storage.Memory));
        last.Add(into);
        AddAxes(ref last, keptAxes, 1);
        Finish(finish, x.ElementType, reduction, last.Values);
        partial.Release();
    }

    public override Complex Dot(in UntypedArray a, in UntypedArray b)
    {
        RequireOneType(a, a, b);
        if (a.Shape != b.Shape) throw new ArgumentException($"an inner product of arrays of shapes {a.Shape} and {b.Shape}: the shapes must be equal", nameof(b));
        return Whole(ElementTypes.IsComplex(a.ElementType) ? "dot_complex" : "dot_real", "finish_dot", a, b, null);
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
        Whole(ElementTypes.IsComplex(a.ElementType) ? "dot_complex" : "dot_real", ElementTypes.IsComplex(into.ElementType) ? "finish_sum_complex" : "finish_sum_real", a, b, into);
    }

    public override double MaxAbs(in UntypedArray x) => Whole(ElementTypes.IsComplex(x.ElementType) ? "magnitude_complex" : "magnitude_real", "finish_magnitude", x, x, null).Real;

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

    private static void AddAxes(ref ArgumentList arguments, CollapsedAxes axes, int operand)
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

        Complex result = FinishWhole(finish, into?.ElementType ?? a.ElementType, reduction, partial, into);
        partial.Release();
        if (first != a) first.Release();
        if (second != b) second.Release();
        return result;
    }

    /// <summary>Joins the partial results of one output, into an array or, where there is none, to be read.</summary>
    private Complex FinishWhole(string finish, ElementType type, in Reduction reduction, in UntypedArray partial, UntypedArray? into)
    {
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
        Finish(finish, type, reduction, last.Values);
        return into is null ? ReadPartial(partial, reduction.Segments) : Complex.Zero;
    }

    /// <summary>The two numbers of a partial result; its place is of no interest.</summary>
    private Complex ReadPartial(in UntypedArray partial, long place)
    {
        nint offset = checked((nint)place * PartialBytes);
        if (hasDouble)
        {
            Complex wide;
            driver.Read(partial.Storage.Memory, offset, &wide, sizeof(Complex));
            return wide;
        }

        ComplexF narrow;
        driver.Read(partial.Storage.Memory, offset, &narrow, sizeof(ComplexF));
        return new Complex(narrow.Real, narrow.Imaginary);
    }

    /// <summary>The bytes of a partial result in the kernels: two numbers and a place.</summary>
    private int PartialBytes => (hasDouble ? sizeof(Complex) : sizeof(ComplexF)) + sizeof(long);

    private Reduction Plan(long outputs, long summands)
    {
        long length = Math.Max(SegmentLength, (summands + MostSegments - 1) / MostSegments);
        bool byGroup = runtime.PrefersLocalMemory && summands >= ReductionGroup;
        return new Reduction(outputs, (summands + length - 1) / length, length, summands, byGroup);
    }

    private UntypedArray Partial(in Reduction reduction) =>
        Allocate(ElementType.UInt8, new Shape(checked((nint)((reduction.Outputs * reduction.Segments) + 1) * PartialBytes)), null);

    private void Reduce(string kernel, ElementType type, in Reduction reduction, ReadOnlySpan<KernelArgument> arguments) =>
        Launch(Find(type, kernel, reduction.ByGroup), reduction, arguments);

    private void Launch(nint kernel, in Reduction reduction, ReadOnlySpan<KernelArgument> arguments)
    {
        long places = reduction.Outputs * reduction.Segments;
        driver.Launch(kernel, reduction.ByGroup ? new LaunchSize(checked((int)places), 1, ReductionGroup, 1) : LaunchSize.Over(places, GridGroup), arguments);
    }

    private void Finish(string kernel, ElementType type, in Reduction reduction, ReadOnlySpan<KernelArgument> arguments)
    {
        bool byGroup = reduction.ByGroup && reduction.Segments >= FinishedByGroup;
        nint found = Find(type, kernel, byGroup);
        driver.Launch(found, byGroup ? new LaunchSize(checked((int)reduction.Outputs), 1, ReductionGroup, 1) : LaunchSize.Over(reduction.Outputs, LineGroup), arguments);
    }

    /// <summary>A kernel of the reductions, in one of its two forms.</summary>
    private nint Find(ElementType type, string kernel, bool byGroup) => Find(ReductionProgram, type, kernel, byGroup ? "_groups" : "_items");

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
