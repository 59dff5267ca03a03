using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Elementwise operations, contiguous, as views, broadcast, over more axes than a kernel takes.</summary>
internal static class ElementwiseChecks
{
    internal const string Suite = "elementwise";

    private static readonly UnaryOp[] RealOps =
    [
        UnaryOp.Negate, UnaryOp.Reciprocal, UnaryOp.Square, UnaryOp.Sqrt, UnaryOp.Exp, UnaryOp.Log, UnaryOp.Sin, UnaryOp.Cos, UnaryOp.Tanh, UnaryOp.Expm1,
        UnaryOp.Log1p, UnaryOp.Sigmoid, UnaryOp.Erf, UnaryOp.Abs, UnaryOp.Conjugate, UnaryOp.Real, UnaryOp.AbsSquared, UnaryOp.Tan, UnaryOp.Asin, UnaryOp.Acos, UnaryOp.Atan,
        UnaryOp.Sinh, UnaryOp.Cosh, UnaryOp.Asinh, UnaryOp.Acosh, UnaryOp.Atanh, UnaryOp.Erfc, UnaryOp.LogGamma, UnaryOp.Digamma, UnaryOp.Trigamma, UnaryOp.ReciprocalSqrt, UnaryOp.Cbrt,
        UnaryOp.Exp2, UnaryOp.Log2, UnaryOp.Log10, UnaryOp.Floor, UnaryOp.Ceiling, UnaryOp.Round, UnaryOp.Truncate, UnaryOp.Sign, UnaryOp.Softplus, UnaryOp.Relu, UnaryOp.Sinc,
    ];

    private static readonly UnaryOp[] ComplexOps =
    [
        UnaryOp.Negate, UnaryOp.Reciprocal, UnaryOp.Square, UnaryOp.Sqrt, UnaryOp.Exp, UnaryOp.Log, UnaryOp.Sin, UnaryOp.Cos, UnaryOp.Tanh, UnaryOp.Conjugate,
        UnaryOp.Abs, UnaryOp.Phase, UnaryOp.Real, UnaryOp.Imaginary, UnaryOp.AbsSquared, UnaryOp.Tan, UnaryOp.Sinh, UnaryOp.Cosh,
    ];

    private static readonly BinaryOp[] RealPairs = [BinaryOp.Add, BinaryOp.Subtract, BinaryOp.Multiply, BinaryOp.Divide, BinaryOp.Atan2, BinaryOp.Power, BinaryOp.StrongMultiply, BinaryOp.StrongMultiplyConjugate, BinaryOp.Minimum, BinaryOp.Maximum, BinaryOp.Hypot, BinaryOp.Remainder, BinaryOp.Greater, BinaryOp.GreaterOrEqual, BinaryOp.Equal, BinaryOp.NotEqual, BinaryOp.ExpOfDifference];

    private static readonly BinaryOp[] ComplexPairs = [BinaryOp.Add, BinaryOp.Subtract, BinaryOp.Multiply, BinaryOp.Divide, BinaryOp.StrongMultiply, BinaryOp.StrongMultiplyConjugate];

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType).Concat(Conversions());

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool isComplex = ElementTypes.IsComplex(type);
        foreach (UnaryOp op in isComplex ? ComplexOps : RealOps) yield return Check($"{op} of {type}", type, compute => OfOne(compute, op, type));
        foreach (BinaryOp op in isComplex ? ComplexPairs : RealPairs) yield return Check($"{op} of {type}", type, compute => OfTwo(compute, op, type));
        yield return Check($"multiply-add of {type}", type, compute => Compare(compute, type, static (backend, x, into) => backend.MultiplyAdd(x[0], x[1], x[2], into)));
        yield return Check($"selection by numbers of {type}", type, compute => Selected(compute, type, ElementTypes.RealOf(type)));
        yield return Check($"selection by truth values of {type}", type, compute => Selected(compute, type, ElementType.Boolean));
        if (!isComplex) yield return Check($"strong multiply-add of {type}", type, compute => Compare(compute, type, static (backend, x, into) => backend.StrongMultiplyAdd(x[0], x[1], x[2], into)));
        yield return Check($"affine map of {type}", type, compute => Compare(compute, type, static (backend, x, into) => backend.Affine(new Complex(0.3, -1.1), x[0], new Complex(0.7, 0.2), into)));
        yield return Check($"addition of a multiple of {type}", type, compute => Compare(compute, type, static (backend, x, into) => backend.AddScaled(new Complex(0.3, -1.1), x[0], into)));
        yield return Check($"more rows of {type} than groups along y", type, compute => ManyRows(compute, type));
        yield return Check($"fill of views of {type}", type, compute => Compare(compute, type, static (backend, _, into) => backend.Fill(into, new Complex(0.25, -3))));
    }

    private static IEnumerable<DeviceCheck> Conversions()
    {
        (ElementType From, ElementType To)[] pairs =
        [
            (ElementType.Float32, ElementType.Float64), (ElementType.Float64, ElementType.Float32), (ElementType.Float32, ElementType.Complex64),
            (ElementType.Float64, ElementType.Complex128), (ElementType.Complex64, ElementType.Complex128), (ElementType.Complex128, ElementType.Complex64),
        ];
        foreach ((ElementType from, ElementType to) in pairs)
        {
            yield return new DeviceCheck(Suite, $"copy of {from} into {to}", from != ElementType.Float32 || to != ElementType.Complex64, compute => Converted(compute, from, to), 0);
        }
    }

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) =>
        new(Suite, name, type is ElementType.Float64 or ElementType.Complex128, error, CheckArrays.Tolerance(type));

    private static double OfOne(Compute compute, UnaryOp op, ElementType type)
    {
        bool toReal = op is UnaryOp.Abs or UnaryOp.Phase or UnaryOp.Real or UnaryOp.Imaginary or UnaryOp.AbsSquared;
        ElementType result = toReal ? ElementTypes.RealOf(type) : type;
        return Compare(compute, type, (backend, x, into) => backend.Unary(op, x[0], into), result, low: Lowest(op));
    }

    /// <summary>Where the arguments begin, up to 2: in the domain of the function where that is half a line; of those on an interval some are NaN.</summary>
    private static double Lowest(UnaryOp op) => op switch
    {
        UnaryOp.Log or UnaryOp.Sqrt or UnaryOp.Log1p or UnaryOp.Log2 or UnaryOp.Log10 or UnaryOp.ReciprocalSqrt => 0.1,
        _ => -2,
    };

    private static double OfTwo(Compute compute, BinaryOp op, ElementType type) =>
        Compare(compute, type, (backend, x, into) => backend.Binary(op, x[0], x[1], into), low: op == BinaryOp.Power ? 0.1 : -2);

    /// <summary>A view of two axes that do not merge, with more than 65535 rows.</summary>
    private static double ManyRows(Compute compute, ElementType type)
    {
        UntypedArray host = CheckArrays.Random(type, 5, -1, 1, 70_001, 3);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        compute.Host.Backend.Unary(UnaryOp.Negate, host.Slice(1, 0, 2, 1), host.Slice(1, 0, 2, 1));
        compute.Backend.Unary(UnaryOp.Negate, device.Slice(1, 0, 2, 1), device.Slice(1, 0, 2, 1));
        return CheckArrays.Distance(compute, device, host);
    }

    /// <summary>By a column of conditions, from a turned array and a repeated row.</summary>
    private static double Selected(Compute compute, ElementType type, ElementType conditionType)
    {
        UntypedArray condition = compute.Host.Backend.Allocate(conditionType, new Shape(6, 1), null);
        if (conditionType == ElementType.Boolean)
        {
            compute.Host.Backend.FillBernoulli(condition, 0.5, new CounterRandom(4));
        }
        else
        {
            compute.Host.Backend.Copy(CheckArrays.Random(conditionType, 4, -1, 1, 6, 1), condition);
            compute.Host.Backend.Fill(condition.Slice(0, 1, 3, 2), 0);
        }

        UntypedArray a = CheckArrays.Random(type, 1, -1, 1, 5, 6);
        UntypedArray b = CheckArrays.Random(type, 2, -1, 1, 1, 5);
        UntypedArray into = CheckArrays.Random(type, 3, -1, 1, 6, 5);
        UntypedArray deviceInto = CheckArrays.OnDevice(compute, into);
        compute.Backend.Select(CheckArrays.OnDevice(compute, condition), CheckArrays.OnDevice(compute, a).Transpose([1, 0]), CheckArrays.OnDevice(compute, b), deviceInto);
        compute.Host.Backend.Select(condition, a.Transpose([1, 0]), b, into);
        return CheckArrays.Distance(compute, deviceInto, into);
    }

    private static double Converted(Compute compute, ElementType from, ElementType to)
    {
        UntypedArray host = CheckArrays.Random(from, 3, -1, 1, 5, 7);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        UntypedArray expected = compute.Host.Backend.Allocate(to, new Shape(7, 5), null);
        UntypedArray into = compute.Backend.Allocate(to, new Shape(7, 5), null);
        compute.Host.Backend.Copy(host.Transpose([1, 0]), expected);
        compute.Backend.Copy(device.Transpose([1, 0]), into);
        return CheckArrays.Distance(compute, into, expected);
    }

    /// <summary>Runs an operation on device and host over several layouts; the largest distance.</summary>
    private static double Compare(Compute compute, ElementType type, Action<Backend, UntypedArray[], UntypedArray> run, ElementType? result = null, double low = -2)
    {
        double worst = 0;
        foreach (Func<UntypedArray, UntypedArray>[] views in Layouts)
        {
            UntypedArray[] host = new UntypedArray[3];
            UntypedArray[] device = new UntypedArray[3];
            for (int k = 0; k < host.Length; k++)
            {
                host[k] = CheckArrays.Random(type, (ulong)(k + 1), low, 2, 2, 3, 4, 2, 3, 5);
                device[k] = CheckArrays.OnDevice(compute, host[k]);
            }

            UntypedArray hostInto = CheckArrays.Random(result ?? type, 9, low, 2, 2, 3, 4, 2, 3, 5);
            UntypedArray deviceInto = CheckArrays.OnDevice(compute, hostInto);
            run(compute.Host.Backend, [.. host.Select((array, k) => views[k](array))], views[^1](hostInto));
            run(compute.Backend, [.. device.Select((array, k) => views[k](array))], views[^1](deviceInto));
            worst = Math.Max(worst, CheckArrays.Distance(compute, deviceInto, hostInto));
        }

        return worst;
    }

    /// <summary>Views of the three operands and of the result: whole; a line with steps; broadcast; six axes that do not merge; nothing at all.</summary>
    private static readonly Func<UntypedArray, UntypedArray>[][] Layouts =
    [
        [Whole, Whole, Whole, Whole],
        [Line, Line, Line, Line],
        [Whole, array => array.Select(0, 0).Select(0, 1), array => array.Slice(5, 2, 1, 1), Whole],
        [Scattered, Scattered, Scattered, Scattered],
        [Turned, Whole, Turned, Whole],
        [Empty, Empty, Empty, Empty],
    ];

    private static UntypedArray Whole(UntypedArray array) => array;

    private static UntypedArray Line(UntypedArray array) => array.Reshape(new Shape(720)).Slice(0, 3, 100, 7);

    private static UntypedArray Scattered(UntypedArray array) => array.Slice(1, 0, 2, 1).Slice(2, 1, 2, 2).Slice(4, 1, 2, 1).Slice(5, 0, 3, 2);

    private static UntypedArray Turned(UntypedArray array) => array.Reshape(new Shape(5, 3, 2, 4, 3, 2)).Transpose([5, 4, 3, 2, 1, 0]);

    private static UntypedArray Empty(UntypedArray array) => array.Slice(2, 0, 0, 1);
}
