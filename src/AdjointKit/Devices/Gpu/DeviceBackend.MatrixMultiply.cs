using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Matrix products: a tile of the result by a group that shares memory, or a block of it by an item (Sources/matrix.*.cl).</content>
internal sealed partial class DeviceBackend
{
    private const int MatrixForms = 3;

    // By element type and size of the blocks: looked up without making a name.
    private readonly nint[] matrixKernels = new nint[Types * MatrixForms];

    public override void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into)
    {
        MatrixShapes.Check(formA, a, formB, b, into);
        RequireHere(a);
        RequireHere(b);
        RequireHere(into);
        into.BeginWrite();
        if (into.Count == 0) return;
        bool turnsA = formA.HasFlag(MatrixForm.Transposed);
        bool turnsB = formB.HasFlag(MatrixForm.Transposed);
        bool conjugatesA = formA.HasFlag(MatrixForm.Conjugated);
        bool conjugatesB = formB.HasFlag(MatrixForm.Conjugated);
        nint inner = a.Shape[turnsA ? -2 : -1];
        if (inner == 0)
        {
            if (!accumulate) Fill(into, 0);
            return;
        }

        UntypedArray batch = FirstElements(into);
        ReadOnlySpan<UntypedArray> operands = [a, b, into];
        var axes = new CollapsedAxes(batch.Shape, [FirstElements(a).BroadcastTo(batch.Shape), FirstElements(b).BroadcastTo(batch.Shape), batch]);
        MatrixTiles tiles = TilesFor(into);
        nint kernel = MatrixKernel(into.ElementType, tiles);
        long products = (long)axes.FromLast(0) * axes.FromLast(1) * axes.FromLast(2) * axes.FromLast(3);
        var size = new LaunchSize(tiles.Groups(into.Shape[-2], into.Shape[-1]), (int)Math.Min(products, LaunchSize.LargestY), tiles.Items, 1);
        nint outer = 1;
        for (int axis = CollapsedAxes.KernelAxes; axis < axes.Rank; axis++) outer *= axes.FromLast(axis);
        for (nint index = 0; index < outer; index++)
        {
            ArgumentList arguments = default;
            arguments.Add((long)into.Shape[-2]);
            arguments.Add((long)into.Shape[-1]);
            arguments.Add((long)inner);
            arguments.Add(conjugatesA ? 1 : 0);
            arguments.Add(conjugatesB ? 1 : 0);
            arguments.Add(accumulate ? 1 : 0);
            for (int axis = CollapsedAxes.KernelAxes - 1; axis >= 0; axis--) arguments.Add((long)axes.FromLast(axis));
            for (int operand = 0; operand < operands.Length; operand++)
            {
                bool exchanges = (operand == 0 && turnsA) || (operand == 1 && turnsB);
                AddMatrix(ref arguments, operands[operand], exchanges, axes.PlaceOf(index, operand));
                for (int axis = CollapsedAxes.KernelAxes - 1; axis >= 0; axis--) arguments.Add((long)axes.StepFromLast(axis, operand));
            }

            driver.Launch(kernel, size, arguments.Values);
        }

        foreach (UntypedArray operand in operands) GC.KeepAlive(operand.Storage);
    }

    private static void AddMatrix(ref ArgumentList arguments, in UntypedArray x, bool exchanges, nint place)
    {
        arguments.Add(KernelArgument.Memory(x.Storage.Memory));
        arguments.Add((long)(x.Offset + place));
        arguments.Add((long)x.Strides[x.Rank - (exchanges ? 1 : 2)]);
        arguments.Add((long)x.Strides[x.Rank - (exchanges ? 2 : 1)]);
    }

    /// <summary>The first elements of all matrices of a batch, as an array of the axes in front.</summary>
    private static UntypedArray FirstElements(in UntypedArray x) => x.Select(-1, 0).Select(-1, 0);

    private MatrixTiles TilesFor(in UntypedArray into)
    {
        DeviceDescription device = driver.Description;
        int bytes = ElementTypes.SizeOf(into.ElementType);
        if (!runtime.PrefersLocalMemory || !MatrixTiles.Small.Fit(device, bytes)) return MatrixTiles.ByItem;
        bool large = !ElementTypes.IsComplex(into.ElementType) && into.Shape[-2] >= MatrixTiles.Large.Side && into.Shape[-1] >= MatrixTiles.Large.Side;
        return large && MatrixTiles.Large.Fit(device, bytes) ? MatrixTiles.Large : MatrixTiles.Small;
    }

    private nint MatrixKernel(ElementType type, in MatrixTiles tiles)
    {
        int slot = ((int)type * MatrixForms) + tiles.Form;
        if (matrixKernels[slot] != 0) return matrixKernels[slot];
        RequirePrecision(type);
        nint kernel = runtime.Programs.Find(ElementPrograms.Matrices(type, hasDouble, tiles), tiles.Kernel);
        matrixKernels[slot] = kernel;
        return kernel;
    }
}
