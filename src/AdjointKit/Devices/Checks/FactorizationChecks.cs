using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Triangles, which a device cuts itself, and factorisations, which go to the host: the same bits as there, and every byte that crosses counted.</summary>
internal static class FactorizationChecks
{
    private const string Suite = "factorisations";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    private delegate void Run(Backend backend, ReadOnlySpan<UntypedArray> operands, ReadOnlySpan<UntypedArray> results);

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        ElementType real = ElementTypes.RealOf(type);
        foreach (nint diagonal in (nint[])[-2, 0, 1])
        {
            yield return Check($"lower triangles from diagonal {diagonal} of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 5, 7)], [(type, [2, 5, 7])], crosses: false, (backend, x, y) => backend.Triangle(MatrixTriangle.Lower, diagonal, x[0], y[0])));
            yield return Check($"upper triangles from diagonal {diagonal} of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 7, 5)], [(type, [2, 7, 5])], crosses: false, (backend, x, y) => backend.Triangle(MatrixTriangle.Upper, diagonal, x[0], y[0])));
        }

        yield return Check($"triangles of views of {type}", type, compute => Compare(compute, [Random(type, 1, 8, 9)], [(type, [4, 16])], crosses: false, (backend, x, y) => backend.Triangle(MatrixTriangle.Lower, 0, x[0].Transpose([1, 0]).Slice(0, 1, 4, 2), y[0].Slice(1, 0, 8, 2))));
        yield return Check($"no triangles of {type}", type, compute => Compare(compute, [Random(type, 1, 0, 3)], [(type, [0, 3])], crosses: false, (backend, x, y) => backend.Triangle(MatrixTriangle.Lower, 0, x[0], y[0])));
        yield return Check($"Cholesky of {type}", type, compute => Compare(compute, [Positive(compute, type)], [(type, [2, 4, 4])], crosses: true, (backend, x, y) => backend.Cholesky(x[0], y[0])));
        yield return Check($"exponentials of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 4, 4)], [(type, [2, 4, 4])], crosses: true, (backend, x, y) => backend.MatrixExponential(x[0], y[0])));
        yield return Check($"LU of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 4, 4)], [(type, [2, 5, 4])], crosses: true, (backend, x, y) => backend.LuFactor(x[0], y[0])));
        yield return Check($"solves of {type}", type, compute => Compare(compute, [Factors(compute, type), Random(type, 2, 4, 3)], [(type, [2, 4, 3])], crosses: true, (backend, x, y) => backend.LuSolve(MatrixForm.Transposed, x[0], x[1], y[0])));
        yield return Check($"determinants of {type}", type, compute => Compare(compute, [Factors(compute, type)], [(type, [2])], crosses: true, (backend, x, y) => backend.LuDeterminant(x[0], y[0])));
        yield return Check($"log determinants of {type}", type, compute => Compare(compute, [Factors(compute, type)], [(type, [2]), (real, [2])], crosses: true, (backend, x, y) => backend.LuLogDeterminant(x[0], y[0], y[1])));
        yield return Check($"triangular solves of {type}", type, compute => Compare(compute, [Positive(compute, type), Random(type, 2, 4, 3)], [(type, [2, 4, 3])], crosses: true, (backend, x, y) => backend.TriangularSolve(MatrixTriangle.Upper, MatrixForm.Conjugated, x[0], x[1], y[0])));
        yield return Check($"QR of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 5, 3)], [(type, [2, 5, 3]), (type, [2, 3, 3])], crosses: true, (backend, x, y) => backend.Qr(x[0], y[0], y[1])));
        yield return Check($"singular values and vectors of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 5, 3)], [(type, [2, 5, 3]), (real, [2, 3]), (type, [2, 3, 3])], crosses: true, (backend, x, y) => backend.Svd(x[0], y[0], y[1], y[2])));
        yield return Check($"singular values of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 5, 3)], [(real, [2, 3])], crosses: true, (backend, x, y) => backend.Svd(x[0], default, y[0], default)));
        yield return Check($"eigenvalues and vectors of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 4, 4)], [(real, [2, 4]), (type, [2, 4, 4])], crosses: true, (backend, x, y) => backend.EigenSymmetric(x[0], y[0], y[1])));
        yield return Check($"eigenvalues of {type}", type, compute => Compare(compute, [Random(type, 1, 2, 4, 4)], [(real, [2, 4])], crosses: true, (backend, x, y) => backend.EigenSymmetric(x[0], y[0], default)));
    }

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) => new(Suite, name, type is ElementType.Float64 or ElementType.Complex128, error, 0);

    private static UntypedArray Random(ElementType type, ulong seed, params nint[] lengths) => CheckArrays.Random(type, seed, -1, 1, lengths);

    /// <summary>Two matrices near four times the identity.</summary>
    private static UntypedArray Positive(Compute compute, ElementType type)
    {
        UntypedArray matrices = Random(type, 1, 2, 4, 4);
        compute.Host.Backend.Fill(matrices.Reshape(new Shape(2, 16)).Slice(1, 0, 4, 5), 4);
        return matrices;
    }

    private static UntypedArray Factors(Compute compute, ElementType type)
    {
        UntypedArray factors = compute.Host.Backend.Allocate(type, new Shape(2, 5, 4), null);
        compute.Host.Backend.LuFactor(Positive(compute, type), factors);
        return factors;
    }

    private static double Compare(Compute compute, UntypedArray[] operands, (ElementType Type, nint[] Lengths)[] results, bool crosses, Run run)
    {
        UntypedArray[] expected = [.. results.Select((result, k) => Random(result.Type, (ulong)k + 5, result.Lengths))];
        UntypedArray[] actual = [.. expected.Select(array => CheckArrays.OnDevice(compute, array))];
        UntypedArray[] onDevice = [.. operands.Select(array => CheckArrays.OnDevice(compute, array))];
        run(compute.Host.Backend, operands, expected);
        (long toHost, long toDevice) = (compute.Backend.Transfers.ToHost, compute.Backend.Transfers.ToDevice);
        run(compute.Backend, onDevice, actual);
        bool moved = crosses && !compute.Backend.Device.IsHost;
        bool counted = compute.Backend.Transfers.ToHost - toHost == (moved ? operands.Sum(Bytes) : 0) && compute.Backend.Transfers.ToDevice - toDevice == (moved ? expected.Sum(Bytes) : 0);
        double distance = counted ? 0 : 1;
        for (int k = 0; k < expected.Length; k++) distance = Math.Max(distance, CheckArrays.Distance(compute, actual[k], expected[k]));
        return distance;
    }

    private static long Bytes(UntypedArray array) => (long)array.Count * ElementTypes.SizeOf(array.ElementType);
}
