using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Matrix products: a tile of the result by a group that shares memory, or a block of it by an item (Sources/matrix.*.cl).</content>
internal sealed partial class DeviceBackend
{
    private const int MatrixForms = 3;

    // By element type, size of the blocks and whether there is an addend: looked up without making a name.
    private readonly nint[] matrixKernels = new nint[2 * Types * MatrixForms];

    public override void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into)
    {
        MatrixShapes.Check(formA, a, formB, b, into);
        into.BeginWrite();
        if (into.Count == 0) return;
        if (a.Shape[(formA & MatrixForm.Transposed) == MatrixForm.Transposed ? -2 : -1] == 0)
        {
            if (!accumulate) Fill(into, 0);
            return;
        }

        LaunchProducts(formA, a, formB, b, accumulate, into, addend: default, hasAddend: false);
    }

    internal override void AddProduct(in UntypedArray c, double sign, MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool leavesOutZeros, in UntypedArray into)
    {
        if (!IsPlane(formA, a, formB, b, into) || c.Shape != into.Shape)
        {
            base.AddProduct(c, sign, formA, a, formB, b, leavesOutZeros, into);
            return;
        }

        AddPlane(c, sign, scale: default, formA, a, formB, b, product: default, into);
    }

    internal override void AddScaledProduct(in UntypedArray c, in UntypedArray scale, MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray product, in UntypedArray into)
    {
        if (!IsPlane(formA, a, formB, b, into) || c.Shape != into.Shape || product.Shape != into.Shape)
        {
            base.AddScaledProduct(c, scale, formA, a, formB, b, product, into);
            return;
        }

        RequireOneType(scale, product, into);
        RequireApart([c, scale, a, b], [product, into]);
        AddPlane(c, sign: 1, Operand(scale, into), formA, a, formB, b, product, into);
    }

    /// <summary>Whether a product is of one pair of matrices, and neither is empty.</summary>
    private static bool IsPlane(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray into)
    {
        MatrixShapes.Check(formA, a, formB, b, into);
        return into.Rank == 2 && into.Count > 0 && a.Count > 0;
    }

    private void AddPlane(in UntypedArray c, double sign, in UntypedArray scale, MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray product, in UntypedArray into)
    {
        RequireOneType(c, c, into);
        ArgumentList addend = default;
        addend.Add(KernelArgument.Real(into.ElementType, sign));
        AddPlane(ref addend, Operand(c, into));
        AddPlane(ref addend, scale);
        AddPlane(ref addend, product);
        if (!product.IsDefault) product.BeginWrite();
        into.BeginWrite();
        LaunchProducts(formA, a, formB, b, accumulate: false, into, addend.Values, hasAddend: true);
        GC.KeepAlive(c.Storage);
        if (!scale.IsDefault) GC.KeepAlive(scale.Storage);
        if (!product.IsDefault) GC.KeepAlive(product.Storage);
    }

    private void AddPlane(ref ArgumentList arguments, in UntypedArray x)
    {
        if (x.IsDefault)
        {
            arguments.Add(KernelArgument.Memory(0));
            for (int number = 0; number < 3; number++) arguments.Add(0L);
            return;
        }

        RequireHere(x);
        arguments.Add(x);
        arguments.Add((long)x.Strides[0]);
        arguments.Add((long)x.Strides[1]);
    }

    private void LaunchProducts(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into, ReadOnlySpan<KernelArgument> addend, bool hasAddend)
    {
        RequireHere(a);
        RequireHere(b);
        RequireHere(into);
        bool turnsA = formA.HasFlag(MatrixForm.Transposed);
        bool turnsB = formB.HasFlag(MatrixForm.Transposed);
        bool conjugatesA = formA.HasFlag(MatrixForm.Conjugated);
        bool conjugatesB = formB.HasFlag(MatrixForm.Conjugated);
        nint inner = a.Shape[turnsA ? -2 : -1];
        UntypedArray batch = FirstElements(into);
        ReadOnlySpan<UntypedArray> operands = [a, b, into];
        var axes = new CollapsedAxes(batch.Shape, [FirstElements(a).BroadcastTo(batch.Shape), FirstElements(b).BroadcastTo(batch.Shape), batch]);
        MatrixTiles tiles = TilesFor(into);
        nint kernel = MatrixKernel(into.ElementType, tiles, hasAddend);
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

            foreach (KernelArgument argument in addend) arguments.Add(argument);
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

    private nint MatrixKernel(ElementType type, in MatrixTiles tiles, bool hasAddend)
    {
        int slot = (((hasAddend ? Types : 0) + (int)type) * MatrixForms) + tiles.Form;
        if (matrixKernels[slot] != 0) return matrixKernels[slot];
        RequirePrecision(type);
        nint kernel = runtime.Programs.Find(ElementPrograms.Matrices(type, hasDouble, tiles, hasAddend), tiles.Kernel);
        matrixKernels[slot] = kernel;
        return kernel;
    }
}
