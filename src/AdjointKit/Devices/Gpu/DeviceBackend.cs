using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices.Cpu;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <summary>Array operations on a device, through whichever driver: kernels of one source text. A call asks for the work and returns; reading back waits.</summary>
internal sealed unsafe partial class DeviceBackend : Backend
{
    private const int LineGroup = 256;
    private const int GridGroup = 64;
    private const int Forms = 2;
    private static readonly int Operations = Math.Max(Enum.GetValues<UnaryOp>().Length, Enum.GetValues<BinaryOp>().Length);
    private static readonly int Types = Enum.GetValues<ElementType>().Length;

    private readonly DeviceRuntime runtime;
    private readonly DeviceDriver driver;
    private readonly CpuBackend host;
    private readonly bool hasDouble;

    // Kernels by family, operation, element type and form: looked up without making a name.
    private readonly nint[] kernels;
    private readonly nint[] conversions;

    internal DeviceBackend(DeviceRuntime runtime, CpuBackend host)
    {
        this.runtime = runtime;
        this.host = host;
        driver = runtime.Driver;
        hasDouble = driver.Description.HasDouble;
        kernels = new nint[Enum.GetValues<Family>().Length * Operations * Types * Forms];
        indexTable = new IndexTable(this);
        conversions = new nint[Types * Types * Forms];
    }

    private enum Family
    {
        Unary,
        Binary,
        MultiplyAdd,
        Select,
        StrongMultiplyAdd,
        Affine,
        AddScaled,
        Combine,
        Fill,
    }

    public override Device Device => driver.Device;

    public override UntypedArray Allocate(ElementType elementType, in Shape shape, MemoryAccount? account)
    {
        nint bytes = Math.Max(1, checked(shape.Count * ElementTypes.SizeOf(elementType)));
        return new UntypedArray(Storage.Rent(runtime.Memory, bytes, account, elementType, shape), elementType, shape);
    }

    public override void Fill(in UntypedArray into, Complex value)
    {
        RequireHere(into);
        if (value == Complex.Zero && into.IsContiguous)
        {
            into.BeginWrite();
            int size = ElementTypes.SizeOf(into.ElementType);
            if (size >= sizeof(uint)) driver.Fill(into.Storage.Memory, into.Offset * size, into.Count * size, 0);
            else FillSmall(into);
            return;
        }

        Scaled(Family.Fill, Complex.Zero, into, value, into);
    }

    public override void Unary(UnaryOp op, in UntypedArray x, in UntypedArray into)
    {
        if (into.ElementType != ResultType(op, x.ElementType, into.ElementType)) throw new ArgumentException($"{op} of {x} does not give {into}", nameof(into));
        bool isComplex = ElementTypes.IsComplex(x.ElementType);
        bool copies = op == UnaryOp.Copy || (!isComplex && op is UnaryOp.Real or UnaryOp.Conjugate);
        UnaryOp kernel = !isComplex && op == UnaryOp.AbsSquared ? UnaryOp.Square : op;
        UntypedArray operand = Operand(x, into);
        Run(into, [into, operand], copies ? Conversion(x.ElementType, into.ElementType) : Slot(Family.Unary, (int)kernel, x.ElementType), default);
    }

    public override void Binary(BinaryOp op, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        BinaryOp kernel = op == BinaryOp.StrongMultiplyConjugate && !ElementTypes.IsComplex(into.ElementType) ? BinaryOp.StrongMultiply : op;
        Run(into, [into, Operand(a, into), Operand(b, into)], Slot(Family.Binary, (int)kernel, into.ElementType), default);
    }

    public override void Affine(Complex scale, in UntypedArray x, Complex shift, in UntypedArray into) => Scaled(Family.Affine, scale, x, shift, into);

    public override void AddScaled(Complex scale, in UntypedArray x, in UntypedArray into) => Scaled(Family.AddScaled, scale, x, Complex.Zero, into);

    public override void MultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        RequireOneType(c, c, into);
        Run(into, [into, Operand(a, into), Operand(b, into), Operand(c, into)], Slot(Family.MultiplyAdd, 0, into.ElementType), default);
    }

    public override void Select(in UntypedArray condition, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireSelectable(condition, a, b, into);
        bool isReal = condition.ElementType == ElementTypes.RealOf(into.ElementType);
        Run(into, [into, Operand(condition, into), Operand(a, into), Operand(b, into)], Slot(Family.Select, isReal ? 0 : 1, into.ElementType), default);
    }

    public override void StrongMultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        RequireOneType(c, c, into);
        if (ElementTypes.IsComplex(into.ElementType)) throw new NotSupportedException($"StrongMultiplyAdd of {into}: real types only");
        Run(into, [into, Operand(a, into), Operand(b, into), Operand(c, into)], Slot(Family.StrongMultiplyAdd, 0, into.ElementType), default);
    }

    public override void CopyFromHost(in UntypedArray source, in UntypedArray target)
    {
        RequireHere(target);
        if (source.Shape != target.Shape) throw new ArgumentException($"an array of shape {source.Shape} cannot be copied into one of shape {target.Shape}", nameof(target));
        target.BeginWrite();
        int size = ElementTypes.SizeOf(target.ElementType);
        long bytes = (long)target.Count * size;
        if (bytes == 0) return;
        UntypedArray packed = source.IsContiguous && source.ElementType == target.ElementType ? source : Packed(host, source, target.ElementType);
        UntypedArray place = target.IsContiguous ? target : Allocate(target.ElementType, target.Shape, null);
        driver.Write(place.Storage.Memory, place.Offset * size, packed.Pointer, checked((nint)bytes));
        if (place != target) Copy(place, target);
        if (place != target) place.Release();
        if (packed != source) packed.Release();
        Transfers.CountToDevice(bytes);
    }

    public override void CopyToHost(in UntypedArray source, in UntypedArray target)
    {
        RequireHere(source);
        if (source.Shape != target.Shape) throw new ArgumentException($"an array of shape {source.Shape} cannot be copied into one of shape {target.Shape}", nameof(target));
        target.BeginWrite();
        int size = ElementTypes.SizeOf(source.ElementType);
        long bytes = (long)source.Count * size;
        if (bytes == 0) return;
        UntypedArray packed = source.IsContiguous ? source : Packed(this, source, source.ElementType);
        UntypedArray place = target.IsContiguous && target.ElementType == source.ElementType ? target : host.Allocate(source.ElementType, source.Shape, null);
        driver.Read(packed.Storage.Memory, packed.Offset * size, place.Pointer, checked((nint)bytes));
        if (place != target) host.Copy(place, target);
        if (place != target) place.Release();
        if (packed != source) packed.Release();
        Transfers.CountToHost(bytes);
    }

    private static UntypedArray Packed(Backend backend, in UntypedArray view, ElementType elementType)
    {
        UntypedArray copy = backend.Allocate(elementType, view.Shape, null);
        backend.Copy(view, copy);
        return copy;
    }

    private static ElementType ResultType(UnaryOp op, ElementType x, ElementType into) => op switch
    {
        UnaryOp.Copy => into,
        UnaryOp.Real or UnaryOp.Imaginary or UnaryOp.AbsSquared or UnaryOp.Abs or UnaryOp.Phase => ElementTypes.RealOf(x),
        _ => x,
    };

    private static void RequireOneType(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        if (a.ElementType == into.ElementType && b.ElementType == into.ElementType) return;
        throw new ArgumentException($"operands {a} and {b} and result {into} are not of one element type: convert them with Copy", nameof(into));
    }

    /// <summary>The operand as a view of the result's shape.</summary>
    private UntypedArray Operand(in UntypedArray operand, in UntypedArray into)
    {
        RequireHere(operand);
        RequireHere(into);
        CheckOverlap(operand, into);
        return operand.BroadcastTo(into.Shape);
    }

    /// <summary>Refuses an array of another device, or of another computation on this one.</summary>
    internal void RequireHere(in UntypedArray array)
    {
        Storage storage = array.Storage;
        if (ReferenceEquals(storage.Pool, runtime.Memory)) return;
        if (storage.Device == Device) throw new InvalidOperationException($"The array {array} belongs to another computation on {Device}: each Compute has memory of its own, pass one Compute to everything that works together.");
        throw new InvalidOperationException($"The array {array} lies on {storage.Device} and the operation runs on {Device}: move it with Compute.ToDevice or Compute.ToHost first.");
    }

    private void Scaled(Family family, Complex scale, in UntypedArray x, Complex shift, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        ArgumentList scalars = default;
        scalars.Add(KernelArgument.Real(into.ElementType, scale.Real));
        scalars.Add(KernelArgument.Real(into.ElementType, scale.Imaginary));
        scalars.Add(KernelArgument.Real(into.ElementType, shift.Real));
        scalars.Add(KernelArgument.Real(into.ElementType, shift.Imaginary));
        Run(into, [into, Operand(x, into)], Slot(family, 0, into.ElementType), scalars.Values);
    }

    /// <summary>A contiguous array of elements of one or two bytes is zeroed from the host: it has no words of its own to fill.</summary>
    private void FillSmall(in UntypedArray into)
    {
        UntypedArray zeros = host.Allocate(into.ElementType, into.Shape, null);
        new Span<byte>(zeros.Pointer, checked((int)(zeros.Count * ElementTypes.SizeOf(zeros.ElementType)))).Clear();
        CopyFromHost(zeros, into);
        zeros.Release();
    }

    /// <summary>Launches an elementwise kernel over views of one shape, the first of them the result.</summary>
    private void Run(in UntypedArray into, ReadOnlySpan<UntypedArray> arrays, Span<nint> forms, ReadOnlySpan<KernelArgument> scalars)
    {
        into.BeginWrite();
        if (into.Count == 0) return;
        var axes = new CollapsedAxes(into.Shape, arrays);
        if (axes.Rank == 1)
        {
            ArgumentList line = default;
            line.Add((long)axes.FromLast(0));
            foreach (KernelArgument scalar in scalars) line.Add(scalar);
            for (int operand = 0; operand < arrays.Length; operand++)
            {
                line.Add(arrays[operand]);
                line.Add((long)axes.StepFromLast(0, operand));
            }

            driver.Launch(forms[0], LaunchSize.Over(axes.FromLast(0), LineGroup * ElementPrograms.PerItem) with { ItemsX = LineGroup }, line.Values);
        }
        else
        {
            RunGrid(axes, arrays, forms[1], scalars);
        }

        foreach (UntypedArray array in arrays) GC.KeepAlive(array.Storage);
    }

    /// <summary>Four axes in a launch, the others one index after another.</summary>
    private void RunGrid(CollapsedAxes axes, ReadOnlySpan<UntypedArray> arrays, nint kernel, ReadOnlySpan<KernelArgument> scalars)
    {
        nint outer = 1;
        for (int axis = CollapsedAxes.KernelAxes; axis < axes.Rank; axis++) outer *= axes.FromLast(axis);
        long rows = (long)axes.FromLast(1) * axes.FromLast(2) * axes.FromLast(3);
        var size = new LaunchSize(LaunchSize.Over(axes.FromLast(0), GridGroup).GroupsX, (int)Math.Min(rows, LaunchSize.LargestY), GridGroup, 1);
        for (nint index = 0; index < outer; index++)
        {
            ArgumentList grid = default;
            for (int axis = CollapsedAxes.KernelAxes - 1; axis >= 0; axis--) grid.Add((long)axes.FromLast(axis));
            foreach (KernelArgument scalar in scalars) grid.Add(scalar);
            for (int operand = 0; operand < arrays.Length; operand++)
            {
                grid.Add(KernelArgument.Memory(arrays[operand].Storage.Memory));
                grid.Add((long)(arrays[operand].Offset + axes.PlaceOf(index, operand)));
                for (int axis = CollapsedAxes.KernelAxes - 1; axis >= 0; axis--) grid.Add((long)axes.StepFromLast(axis, operand));
            }

            driver.Launch(kernel, size, grid.Values);
        }
    }

    /// <summary>The two forms (line, grid) of a kernel, found on first use.</summary>
    private Span<nint> Slot(Family family, int operation, ElementType type)
    {
        int first = (((((int)family * Operations) + operation) * Types) + (int)type) * Forms;
        Span<nint> slot = kernels.AsSpan(first, Forms);
        if (slot[1] == 0)
        {
            if (type is not (ElementType.Float32 or ElementType.Float64 or ElementType.Complex64 or ElementType.Complex128)) throw new NotSupportedException($"{NameOf(family, operation)} is not available for elements of type {type}");
            RequirePrecision(type);
            ProgramSource source = ElementPrograms.Elementwise(type, hasDouble);
            string name = NameOf(family, operation);
            slot[0] = runtime.Programs.Find(source, name + "_line");
            slot[1] = runtime.Programs.Find(source, name + "_grid");
        }

        return slot;
    }

    private Span<nint> Conversion(ElementType from, ElementType to)
    {
        Span<nint> slot = conversions.AsSpan((((int)from * Types) + (int)to) * Forms, Forms);
        if (slot[1] == 0)
        {
            bool known = from == to || (IsNumber(from) && IsNumber(to) && (ElementTypes.IsComplex(to) || !ElementTypes.IsComplex(from)));
            if (!known) throw new ArgumentException($"elements of type {from} cannot be copied to elements of type {to}", nameof(to));
            if (from != to) RequirePrecision(ElementTypes.SizeOf(from) > ElementTypes.SizeOf(to) ? from : to);
            ProgramSource source = ElementPrograms.Conversion(from, to);
            slot[0] = runtime.Programs.Find(source, "copy_line");
            slot[1] = runtime.Programs.Find(source, "copy_grid");
        }

        return slot;
    }

    private static bool IsNumber(ElementType type) => type is ElementType.Float32 or ElementType.Float64 or ElementType.Complex64 or ElementType.Complex128;

    internal void RequirePrecision(ElementType type)
    {
        if (hasDouble || type is not (ElementType.Float64 or ElementType.Complex128)) return;
        throw new NotSupportedException($"{Device} ({driver.Description.Name}) does not compute in float64: use --precision f32, or another device.");
    }

    private static string NameOf(Family family, int operation) => family switch
    {
        Family.Unary => ElementPrograms.NameOf((UnaryOp)operation),
        Family.Binary => ElementPrograms.NameOf((BinaryOp)operation),
        Family.MultiplyAdd => "multiply_add",
        Family.Select => operation == 0 ? "select_by_real" : "select_by_byte",
        Family.StrongMultiplyAdd => "strong_multiply_add",
        Family.Affine => "affine",
        Family.AddScaled => "add_scaled",
        Family.Combine => "combine",
        _ => "fill",
    };
}
