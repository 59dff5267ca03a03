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
        foreach ((int rows, int inner, int columns) in Sizes)
        {
            yield return Check($"less {rows}x{inner} by {inner}x{columns} of {type}", type, compute => Residual(compute, type, rows, inner, columns));
        }

        yield return Check($"added to a matrix in place, turned, of {type}", type, compute => Compare(compute, type, [40, 20], [30, 40], [20, 30], (backend, x, y, into) =>
            backend.AddProduct(into, 1, MatrixForm.ConjugateTransposed, x, MatrixForm.ConjugateTransposed, y, leavesOutZeros: true, into)));
        yield return Check($"added to views and in batches of {type}", type, compute => Compare(compute, type, [4, 20, 40], [4, 40, 30], [2, 4, 20, 30], AddViews));
        foreach (nint[] scale in (nint[][])[[1, 1], [67, 1], [1, 66], [67, 66], [1]])
        {
            yield return Check($"a product times {new Shape(scale)} and added of {type}", type, compute => Scaled(compute, type, scale));
        }

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

    private static double Residual(Compute compute, ElementType type, int rows, int inner, int columns) => Compare(compute, type, [rows, inner], [inner, columns], [rows, columns], (backend, x, y, into) =>
    {
        UntypedArray data = backend.Allocate(type, into.Shape, null);
        backend.Copy(into, data);
        backend.AddProduct(data, -1, MatrixForm.Plain, x, MatrixForm.Plain, y, leavesOutZeros: false, into);
    });

    /// <summary>A product of matrices that are views, and products of batches, which have no kernel of their own.</summary>
    private static void AddViews(Backend backend, UntypedArray x, UntypedArray y, UntypedArray into)
    {
        backend.AddProduct(into.Select(0, 1), -1, MatrixForm.Plain, x, MatrixForm.Plain, y, leavesOutZeros: true, into.Select(0, 0));
        UntypedArray part = into.Select(0, 1).Select(0, 2).Slice(0, 3, 8, 2).Slice(1, 1, 9, 3);
        UntypedArray left = x.Select(0, 1).Transpose([1, 0]).Slice(0, 0, 20, 2).Slice(1, 1, 8, 1);
        backend.AddProduct(y.Select(0, 0).Slice(0, 5, 8, 3).Slice(1, 2, 9, 2), 1, MatrixForm.Transposed, left, MatrixForm.Conjugated, y.Select(0, 3).Slice(0, 1, 20, 1).Slice(1, 4, 9, 2), leavesOutZeros: false, part);
    }

    private static double Scaled(Compute compute, ElementType type, nint[] scale)
    {
        UntypedArray hostScale = CheckArrays.Random(type, 4, -1, 1, scale);
        UntypedArray deviceScale = CheckArrays.OnDevice(compute, hostScale);
        return Compare(compute, type, [67, 40], [66, 40], [2, 67, 66], (backend, x, y, into) =>
        {
            UntypedArray c = backend.Allocate(type, new Shape(67, 66), null);
            backend.Copy(into.Select(0, 0), c);
            UntypedArray factor = ReferenceEquals(backend, compute.Backend) ? deviceScale : hostScale;
            backend.AddScaledProduct(c, factor, MatrixForm.Plain, x, MatrixForm.ConjugateTransposed, y, into.Select(0, 0), into.Select(0, 1));
        });
    }

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
