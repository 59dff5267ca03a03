using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Sums along an axis up to each element, block by block (Sources/running.cl), in the order that the CPU takes.</content>
internal sealed unsafe partial class DeviceBackend
{
    private const int RunningBlock = 4096;

    public override void RunningSum(in UntypedArray x, int axis, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        RequireHere(x);
        RequireHere(into);
        if (x.Shape != into.Shape) throw new ArgumentException($"the running sums of an array of shape {x.Shape} do not fit shape {into.Shape}", nameof(into));
        if (axis < 0 || axis >= x.Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"an array of shape {x.Shape} has the axes 0 to {x.Rank - 1}");
        if (x.Overlaps(into) && x != into) throw new ArgumentException($"the operand {x} overlaps the result {into} without being the same view: write to an array of its own", nameof(into));
        into.BeginWrite();
        if (x.Count == 0) return;
        UntypedArray lines = x.Slice(axis, 0, 1, 1);
        var axes = new CollapsedAxes(lines.Shape, [lines, into.Slice(axis, 0, 1, 1)]);
        if (axes.Rank > CollapsedAxes.KernelAxes)
        {
            // Of a contiguous array the other axes merge to two at most.
            UntypedArray packed = Packed(this, x, x.ElementType);
            RunningSum(packed, axis, packed);
            Copy(packed, into);
            packed.Release();
            return;
        }

        bool isComplex = ElementTypes.IsComplex(x.ElementType);
        long length = x.Shape[axis];
        long blocks = (length + RunningBlock - 1) / RunningBlock;
        int totalBytes = 2 * (hasDouble ? sizeof(double) : sizeof(float));
        UntypedArray totals = Allocate(ElementType.UInt8, new Shape(checked((nint)(lines.Count * blocks * totalBytes))), null);
        LaunchSize items = LaunchSize.Over(lines.Count * blocks, GridGroup);
        if (blocks > 1)
        {
            ArgumentList first = default;
            AddLines(ref first, lines.Count, blocks, length, axes);
            first.Add(x);
            AddLineSteps(ref first, x, axis, axes, 0);
            first.Add(KernelArgument.Memory(totals.Storage.Memory));
            driver.Launch(Find(RunningProgram, x.ElementType, isComplex ? "totals_complex" : "totals_real"), items, first.Values);
            ArgumentList add = default;
            add.Add((long)lines.Count);
            add.Add(blocks);
            add.Add(KernelArgument.Memory(totals.Storage.Memory));
            driver.Launch(Find(RunningProgram, x.ElementType, "add_totals"), LaunchSize.Over(lines.Count, GridGroup), add.Values);
        }

        ArgumentList last = default;
        AddLines(ref last, lines.Count, blocks, length, axes);
        last.Add(x);
        AddLineSteps(ref last, x, axis, axes, 0);
        last.Add(KernelArgument.Memory(totals.Storage.Memory));
        last.Add(into);
        AddLineSteps(ref last, into, axis, axes, 1);
        driver.Launch(Find(RunningProgram, x.ElementType, isComplex ? "running_complex" : "running_real"), items, last.Values);
        totals.Release();
    }

    private static void AddLines(ref ArgumentList arguments, long lines, long blocks, long length, CollapsedAxes axes)
    {
        arguments.Add(lines);
        arguments.Add(blocks);
        arguments.Add(length);
        for (int axis = CollapsedAxes.KernelAxes - 2; axis >= 0; axis--) arguments.Add((long)axes.FromLast(axis));
    }

    private static void AddLineSteps(ref ArgumentList arguments, in UntypedArray array, int axis, CollapsedAxes axes, int operand)
    {
        arguments.Add((long)array.Strides[axis]);
        for (int other = CollapsedAxes.KernelAxes - 1; other >= 0; other--) arguments.Add((long)axes.StepFromLast(other, operand));
    }
}
