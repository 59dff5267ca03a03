using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Matrix products: sizes at the edges of tiles, all forms, views, broadcast batches, accumulation, empty axes.</summary>
internal static class MatrixChecks
{
    internal const string Suite = "matrix products";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    private static readonly MatrixForm[] Forms = [MatrixForm.Plain, MatrixForm.Transposed, MatrixForm.Conjugated, MatrixForm.ConjugateTransposed];

    /// <summary>Rows, inner, columns: one element, a row, a column, below and above a tile, several inner tiles, tiles of both sizes.</summary>
    private static readonly (int Rows, int Inner, int Columns)[] Sizes = [(1, 1, 1), (1, 37, 5), (33, 3, 1), (63, 16, 65), (70, 50, 66), (130, 33, 257), (128, 64, 128)];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        foreach ((int rows, int inner, int columns) in Sizes)
        {
            yield return Check($"{rows}x{inner} by {inner}x{columns} of {type}", type, compute => Product(compute, MatrixForm.Plain, [rows, inner], MatrixForm.Plain, [inner, columns], [rows, columns]));
        }

        foreach (MatrixForm a in Forms)
        {
            foreach (MatrixForm b in Forms) yield return Check($"{a} by {b} of {type}", type, compute => OfForms(compute, a, b));
        }

        yield return Check($"added to what was there of {type}", type, compute => Product(compute, MatrixForm.Plain, [20, 40], MatrixForm.Transposed, [30, 40], [20, 30], accumulate: true));
        yield return Check($"batches of {type}", type, compute => Product(compute, MatrixForm.Plain, [2, 3, 20, 17], MatrixForm.Plain, [2, 3, 17, 18], [2, 3, 20, 18]));
        yield return Check($"broadcast batches of {type}", type, compute => Product(compute, MatrixForm.Plain, [4, 1, 20, 17], MatrixForm.Transposed, [3, 18, 17], [4, 3, 20, 18]));
        yield return Check($"more axes than a kernel takes of {type}", type, compute => Product(compute, MatrixForm.Plain, [2, 1, 2, 1, 3, 1, 5, 4], MatrixForm.Plain, [1, 3, 1, 2, 1, 2, 4, 6], [2, 3, 2, 2, 3, 2, 5, 6]));
        yield return Check($"no inner elements of {type}", type, compute => Product(compute, MatrixForm.Plain, [3, 0], MatrixForm.Plain, [0, 4], [3, 4]));
        yield return Check($"views of {type}", type, compute => OfViews(compute, type));
        yield return new DeviceCheck(Suite, $"shapes that do not meet and overlaps of {type} are refused", NeedsDouble(type), compute => Refuses(compute, type), 0);

        double Product(Compute compute, MatrixForm formA, nint[] a, MatrixForm formB, nint[] b, nint[] into, bool accumulate = false) =>
            Compare(compute, type, a, b, into, (backend, x, y, result) => backend.MatrixMultiply(formA, x, formB, y, accumulate, result));

        double OfForms(Compute compute, MatrixForm a, MatrixForm b) =>
            Product(compute, a, a.HasFlag(MatrixForm.Transposed) ? [40, 67] : [67, 40], b, b.HasFlag(MatrixForm.Transposed) ? [66, 40] : [40, 66], [67, 66]);
    }

    private static bool NeedsDouble(ElementType type) => type is ElementType.Float64 or ElementType.Complex128;

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) => new(Suite, name, NeedsDouble(type), error, NeedsDouble(type) ? 1e-14 : 1e-6);

    private static double OfViews(Compute compute, ElementType type) => Compare(compute, type, [30, 40, 2], [50, 30], [25, 60], (backend, x, y, into) =>
        backend.MatrixMultiply(
            MatrixForm.Plain,
            x.Select(2, 1).Transpose([1, 0]).Slice(0, 1, 13, 3),
            MatrixForm.ConjugateTransposed,
            y.Slice(0, 2, 24, 2),
            accumulate: false,
            into.Slice(0, 3, 13, 1).Slice(1, 5, 24, 2)));

    private static double Compare(Compute compute, ElementType type, nint[] a, nint[] b, nint[] into, Action<Backend, UntypedArray, UntypedArray, UntypedArray> run)
    {
        UntypedArray hostA = CheckArrays.Random(type, 1, -1, 1, a);
        UntypedArray hostB = CheckArrays.Random(type, 2, -1, 1, b);
        UntypedArray hostInto = CheckArrays.Random(type, 3, -1, 1, into);
        UntypedArray deviceInto = CheckArrays.OnDevice(compute, hostInto);
        run(compute.Host.Backend, hostA, hostB, hostInto);
        run(compute.Backend, CheckArrays.OnDevice(compute, hostA), CheckArrays.OnDevice(compute, hostB), deviceInto);
        return CheckArrays.Distance(compute, deviceInto, hostInto);
    }

    private static double Refuses(Compute compute, ElementType type)
    {
        UntypedArray square = compute.Backend.Allocate(type, new Shape(4, 4), null);
        UntypedArray wide = compute.Backend.Allocate(type, new Shape(4, 5), null);
        return Throws(wide, wide, square) && Throws(square, wide, square) && Throws(square, square, square) ? 0 : 1;

        bool Throws(UntypedArray a, UntypedArray b, UntypedArray into)
        {
            try
            {
                compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, accumulate: false, into);
                return false;
            }
            catch (ArgumentException)
            {
                return true;
            }
        }
    }
}
