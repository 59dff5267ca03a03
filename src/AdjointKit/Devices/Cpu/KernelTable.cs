using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Lines;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <summary>Which kernel serves an operation on an element type: the one place where the CPU backend looks at both.</summary>
internal static unsafe class KernelTable
{
    internal static delegate*<Row*, void> Unary(UnaryOp op, ElementType from, ElementType to) => op switch
    {
        UnaryOp.Copy => Copy(from, to),
        UnaryOp.Real when ElementTypes.IsComplex(from) => from == ElementType.Complex64 ? &ElementRuns.Unary<RealPart, ComplexF, float> : &ElementRuns.Unary<RealPart, Complex, double>,
        UnaryOp.Imaginary when ElementTypes.IsComplex(from) => from == ElementType.Complex64 ? &ElementRuns.Unary<ImaginaryPart, ComplexF, float> : &ElementRuns.Unary<ImaginaryPart, Complex, double>,
        UnaryOp.AbsSquared when ElementTypes.IsComplex(from) => from == ElementType.Complex64 ? &ElementRuns.Unary<ComplexAbsSquared, ComplexF, float> : &ElementRuns.Unary<ComplexAbsSquared, Complex, double>,
        UnaryOp.AbsSquared => Unary(UnaryOp.Square, from, to),
        UnaryOp.Abs when ElementTypes.IsComplex(from) => from == ElementType.Complex64 ? &ComplexRuns.SingleToReal<Hypotenuse> : &ComplexRuns.DoubleToReal<Hypotenuse>,
        UnaryOp.Phase when ElementTypes.IsComplex(from) => from == ElementType.Complex64 ? &ComplexRuns.SingleToReal<Atan2> : &ComplexRuns.DoubleToReal<Atan2>,
        UnaryOp.Real => Copy(from, to),
        UnaryOp.Conjugate when !ElementTypes.IsComplex(from) => Copy(from, to),
        _ => from switch
        {
            ElementType.Float32 => Float32(op),
            ElementType.Float64 => Float64(op),
            ElementType.Complex64 => Complex64(op),
            ElementType.Complex128 => Complex128(op),
            _ => throw Unsupported(op.ToString(), from),
        },
    };

    internal static delegate*<Row*, void> Binary(BinaryOp op, ElementType type) => type switch
    {
        ElementType.Float32 => op switch
        {
            BinaryOp.Atan2 => &FunctionRuns.SingleOfTwo<Atan2>,
            BinaryOp.Power => &FunctionRuns.SingleOfTwo<Pow>,
            BinaryOp.ExpOfDifference => &FunctionRuns.SingleOfTwo<ExpOfDifference>,
            BinaryOp.Hypot => &FunctionRuns.SingleOfTwo<Hypotenuse>,
            _ => RealBinary<float>(op),
        },
        ElementType.Float64 => op switch
        {
            BinaryOp.Atan2 => &FunctionRuns.DoubleOfTwo<Atan2>,
            BinaryOp.Power => &FunctionRuns.DoubleOfTwo<Pow>,
            BinaryOp.ExpOfDifference => &FunctionRuns.DoubleOfTwo<ExpOfDifference>,
            BinaryOp.Hypot => &FunctionRuns.DoubleOfTwo<Hypotenuse>,
            _ => RealBinary<double>(op),
        },
        ElementType.Complex64 => op switch
        {
            BinaryOp.Divide => &ComplexRuns.SingleOfTwo<ComplexQuotient>,
            BinaryOp.Multiply => &ComplexRuns.SingleProduct<ComplexProduct>,
            BinaryOp.StrongMultiply => &ComplexRuns.SingleProduct<StrongComplexProduct>,
            BinaryOp.StrongMultiplyConjugate => &ComplexRuns.SingleProduct<StrongConjugateProduct>,
            _ => ComplexBinary<ComplexF>(op),
        },
        ElementType.Complex128 => op switch
        {
            BinaryOp.Divide => &ComplexRuns.DoubleOfTwo<ComplexQuotient>,
            BinaryOp.Multiply => &ComplexRuns.DoubleProduct<ComplexProduct>,
            BinaryOp.StrongMultiply => &ComplexRuns.DoubleProduct<StrongComplexProduct>,
            BinaryOp.StrongMultiplyConjugate => &ComplexRuns.DoubleProduct<StrongConjugateProduct>,
            _ => ComplexBinary<Complex>(op),
        },
        _ => throw Unsupported(op.ToString(), type),
    };

    internal static delegate*<Row*, void> Fill(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.Fill<Fused, float>,
        ElementType.Float64 => &FusedRuns.Fill<Fused, double>,
        ElementType.Complex64 => &FusedRuns.Fill<Fused, ComplexF>,
        ElementType.Complex128 => &FusedRuns.Fill<Fused, Complex>,
        _ => throw Unsupported("Fill", type),
    };

    internal static delegate*<Row*, void> Affine(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.Affine<Fused, float>,
        ElementType.Float64 => &FusedRuns.Affine<Fused, double>,
        ElementType.Complex64 => &FusedRuns.Affine<Fused, ComplexF>,
        ElementType.Complex128 => &FusedRuns.Affine<Fused, Complex>,
        _ => throw Unsupported("Affine", type),
    };

    internal static delegate*<Row*, void> AddScaled(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.AddScaled<Fused, float>,
        ElementType.Float64 => &FusedRuns.AddScaled<Fused, double>,
        ElementType.Complex64 => &FusedRuns.AddScaled<Fused, ComplexF>,
        ElementType.Complex128 => &FusedRuns.AddScaled<Fused, Complex>,
        _ => throw Unsupported("AddScaled", type),
    };

    internal static delegate*<Row*, void> Combine(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.Combine<Fused, float>,
        ElementType.Float64 => &FusedRuns.Combine<Fused, double>,
        ElementType.Complex64 => &FusedRuns.Combine<Fused, ComplexF>,
        ElementType.Complex128 => &FusedRuns.Combine<Fused, Complex>,
        _ => throw Unsupported("Combine", type),
    };

    /// <summary>Steps on a block of real numbers, which give two sums as well; with a fourth operand, which not all have.</summary>
    internal static delegate*<Row*, byte*, double*, void> ShrinkAfterDescent(ElementType type) => type switch
    {
        ElementType.Float32 => &ShrinkRuns.Block<Fused, float>,
        ElementType.Float64 => &ShrinkRuns.Block<Fused, double>,
        _ => throw Unsupported("ShrinkAfterDescent", type),
    };

    internal static delegate*<Row*, byte*, double*, void> ShrinkAfterDescentOfSlopes(ElementType type) => type switch
    {
        ElementType.Float32 => &ShrinkRuns.BlockOfSlopes<Fused, float>,
        ElementType.Float64 => &ShrinkRuns.BlockOfSlopes<Fused, double>,
        _ => throw Unsupported("ShrinkAfterDescent", type),
    };

    internal static delegate*<Row*, byte*, double*, void> AddWithGain(ElementType type) => type switch
    {
        ElementType.Float32 => &ShrinkRuns.BlockWithGain<Fused, float>,
        ElementType.Float64 => &ShrinkRuns.BlockWithGain<Fused, double>,
        _ => throw Unsupported("AddWithGain", type),
    };

    internal static delegate*<Row*, void> Turn(ElementType type) => type switch
    {
        ElementType.Complex64 => &TurnRuns.Single,
        ElementType.Complex128 => &TurnRuns.Double,
        _ => throw Unsupported("Turn", type),
    };

    internal static delegate*<Row*, void> UnitPhasor(ElementType type) => type switch
    {
        ElementType.Complex64 => &NumberRuns.Single<UnitPhasorKernel>,
        ElementType.Complex128 => &NumberRuns.Double<UnitPhasorKernel>,
        _ => throw Unsupported("UnitPhasor", type),
    };

    internal static delegate*<Row*, void> RealTimes(ElementType type) => type switch
    {
        ElementType.Complex64 => &NumberRuns.Single<RealTimesKernel>,
        ElementType.Complex128 => &NumberRuns.Double<RealTimesKernel>,
        _ => throw Unsupported("RealTimes", type),
    };

    internal static delegate*<Row*, void> RealOfPull(ElementType type) => type switch
    {
        ElementType.Complex64 => &NumberRuns.Single<RealOfPullKernel>,
        ElementType.Complex128 => &NumberRuns.Double<RealOfPullKernel>,
        _ => throw Unsupported("RealOfPull", type),
    };

    internal static delegate*<Row*, void> MultiplyAdd(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.MultiplyAdd<Fused, float>,
        ElementType.Float64 => &FusedRuns.MultiplyAdd<Fused, double>,
        ElementType.Complex64 => &FusedRuns.MultiplyAdd<Fused, ComplexF>,
        ElementType.Complex128 => &FusedRuns.MultiplyAdd<Fused, Complex>,
        _ => throw Unsupported("MultiplyAdd", type),
    };

    internal static delegate*<Row*, void> Select(ElementType condition, ElementType type) => (ElementTypes.SizeOf(condition), type) switch
    {
        (1, ElementType.Float32) => &SelectRuns.Select<byte, float>,
        (1, ElementType.Float64) => &SelectRuns.Select<byte, double>,
        (1, ElementType.Complex64) => &SelectRuns.Select<byte, ComplexF>,
        (1, ElementType.Complex128) => &SelectRuns.Select<byte, Complex>,
        (4, ElementType.Float32) => &SelectRuns.SelectReal<float>,
        (8, ElementType.Float64) => &SelectRuns.SelectReal<double>,
        (4, ElementType.Complex64) => &SelectRuns.Select<float, ComplexF>,
        (8, ElementType.Complex128) => &SelectRuns.Select<double, Complex>,
        _ => throw Unsupported("Select", type),
    };

    internal static delegate*<Row*, void> StrongMultiplyAdd(ElementType type) => type switch
    {
        ElementType.Float32 => &FusedRuns.StrongMultiplyAdd<Fused, float>,
        ElementType.Float64 => &FusedRuns.StrongMultiplyAdd<Fused, double>,
        _ => throw Unsupported("StrongMultiplyAdd", type),
    };

    internal static delegate*<in WholeLines, void> Lines<TKernel>(ElementType type)
        where TKernel : struct, ILineKernel => type switch
        {
            ElementType.Float32 => &LineRuns.Single<TKernel>,
            ElementType.Float64 => &LineRuns.Double<TKernel>,
            _ => throw Unsupported(typeof(TKernel).Name, type),
        };

    internal static Reducer Reduction(ReductionOp op, ElementType type) => op switch
    {
        ReductionOp.Sum when type == ElementType.Complex64 => new Reducer { Parts = 2, Block = &LaneTree.SumComplex<float>, Columns = &ColumnTree.Reduce<Sum, float>, Join = &LaneTree.JoinComplexSums },
        ReductionOp.Sum when type == ElementType.Complex128 => new Reducer { Parts = 2, Block = &LaneTree.SumComplex<double>, Columns = &ColumnTree.Reduce<Sum, double>, Join = &LaneTree.JoinComplexSums },
        ReductionOp.Product when type == ElementType.Complex64 => new Reducer { Parts = 2, Block = &ComplexProducts.Block<float>, Join = &ComplexProducts.Join },
        ReductionOp.Product when type == ElementType.Complex128 => new Reducer { Parts = 2, Block = &ComplexProducts.Block<double>, Join = &ComplexProducts.Join },
        ReductionOp.Sum => Real<Sum>(op, type),
        ReductionOp.Product => Real<Product>(op, type),
        ReductionOp.Largest => Real<Largest>(op, type),
        _ => Real<Smallest>(op, type),
    };

    internal static Reducer Dot(ElementType type) => type switch
    {
        ElementType.Float32 => new Reducer { Parts = 1, TakesTwo = true, Block = &LaneTree.Dot<float>, Join = &LaneTree.Join<Sum> },
        ElementType.Float64 => new Reducer { Parts = 1, TakesTwo = true, Block = &LaneTree.Dot<double>, Join = &LaneTree.Join<Sum> },
        ElementType.Complex64 => new Reducer { Parts = 2, TakesTwo = true, Block = &LaneTree.DotComplex<float>, Join = &LaneTree.JoinComplexSums },
        ElementType.Complex128 => new Reducer { Parts = 2, TakesTwo = true, Block = &LaneTree.DotComplex<double>, Join = &LaneTree.JoinComplexSums },
        _ => throw Unsupported("Dot", type),
    };

    internal static Reducer MaxAbs(ElementType type) => type switch
    {
        ElementType.Float32 => new Reducer { Parts = 1, Block = &LargestMagnitude.Of<float>, Join = &LaneTree.Join<Largest> },
        ElementType.Float64 => new Reducer { Parts = 1, Block = &LargestMagnitude.Of<double>, Join = &LaneTree.Join<Largest> },
        ElementType.Complex64 => new Reducer { Parts = 1, Block = &LargestMagnitude.OfComplexSingle, Join = &LaneTree.Join<Largest> },
        ElementType.Complex128 => new Reducer { Parts = 1, Block = &LargestMagnitude.OfComplexDouble, Join = &LaneTree.Join<Largest> },
        _ => throw Unsupported("MaxAbs", type),
    };

    internal static PlaceFinder Places(ExtremeOp op, ElementType type) => (op, type) switch
    {
        (ExtremeOp.Largest, ElementType.Float32) => new PlaceFinder { Find = &FirstPlace.Find<Largest, float>, Better = &FirstPlace.Better<Largest> },
        (ExtremeOp.Largest, ElementType.Float64) => new PlaceFinder { Find = &FirstPlace.Find<Largest, double>, Better = &FirstPlace.Better<Largest> },
        (ExtremeOp.Smallest, ElementType.Float32) => new PlaceFinder { Find = &FirstPlace.Find<Smallest, float>, Better = &FirstPlace.Better<Smallest> },
        (ExtremeOp.Smallest, ElementType.Float64) => new PlaceFinder { Find = &FirstPlace.Find<Smallest, double>, Better = &FirstPlace.Better<Smallest> },
        _ => throw Unordered(op.ToString(), type),
    };

    internal static delegate*<byte*, nint, byte*, nint, nint, int, double*, void> RunningSum(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Complex64 => &RunningSums.Block<float>,
        ElementType.Float64 or ElementType.Complex128 => &RunningSums.Block<double>,
        _ => throw Unsupported("RunningSum", type),
    };

    /// <summary>One element as a complex number.</summary>
    internal static Complex Load(ElementType type, byte* element) => type switch
    {
        ElementType.Float32 => *(float*)element,
        ElementType.Float64 => *(double*)element,
        ElementType.Complex64 => *(ComplexF*)element,
        ElementType.Complex128 => *(Complex*)element,
        _ => throw Unsupported("Load", type),
    };

    /// <summary>Writes one element, rounded to its type.</summary>
    internal static void Store(ElementType type, byte* element, Complex value)
    {
        switch (type)
        {
            case ElementType.Float32: *(float*)element = (float)value.Real; break;
            case ElementType.Float64: *(double*)element = value.Real; break;
            case ElementType.Complex64: *(ComplexF*)element = (ComplexF)value; break;
            case ElementType.Complex128: *(Complex*)element = value; break;
            default: throw Unsupported("Store", type);
        }
    }

    private static delegate*<Row*, void> Copy(ElementType from, ElementType to)
    {
        if (from == to)
        {
            return ElementTypes.SizeOf(from) switch
            {
                1 => &CopyRuns.Run<byte>,
                2 => &CopyRuns.Run<short>,
                4 => &CopyRuns.Run<int>,
                8 => &CopyRuns.Run<long>,
                _ => &CopyRuns.Run<Int128>,
            };
        }

        return (from, to) switch
        {
            (ElementType.Float32, ElementType.Float64) => &ElementRuns.Unary<Conversion, float, double>,
            (ElementType.Float64, ElementType.Float32) => &ElementRuns.Unary<Conversion, double, float>,
            (ElementType.Float32, ElementType.Complex64) => &ElementRuns.Unary<Conversion, float, ComplexF>,
            (ElementType.Float64, ElementType.Complex128) => &ElementRuns.Unary<Conversion, double, Complex>,
            (ElementType.Complex64, ElementType.Complex128) => &ElementRuns.Unary<Conversion, ComplexF, Complex>,
            (ElementType.Complex128, ElementType.Complex64) => &ElementRuns.Unary<Conversion, Complex, ComplexF>,
            _ => throw new ArgumentException($"elements of type {from} cannot be copied to elements of type {to}", nameof(to)),
        };
    }

    private static delegate*<Row*, void> Float32(UnaryOp op) => op switch
    {
        UnaryOp.Exp => &FunctionRuns.Single<Exp>,
        UnaryOp.Log => &FunctionRuns.Single<Log>,
        UnaryOp.Sin => &FunctionRuns.Single<Sin>,
        UnaryOp.Cos => &FunctionRuns.Single<Cos>,
        UnaryOp.Tanh => &FunctionRuns.Single<Tanh>,
        UnaryOp.Expm1 => &FunctionRuns.Single<Expm1>,
        UnaryOp.Log1p => &FunctionRuns.Single<Log1p>,
        UnaryOp.Sigmoid => &FunctionRuns.Single<Sigmoid>,
        UnaryOp.Erf => &FunctionRuns.Single<Erf>,
        UnaryOp.Tan => &FunctionRuns.Single<Tan>,
        UnaryOp.Asin => &FunctionRuns.Single<Asin>,
        UnaryOp.Acos => &FunctionRuns.Single<Acos>,
        UnaryOp.Atan => &FunctionRuns.Single<Atan>,
        UnaryOp.Sinh => &FunctionRuns.Single<Sinh>,
        UnaryOp.Cosh => &FunctionRuns.Single<Cosh>,
        UnaryOp.Asinh => &FunctionRuns.Single<Asinh>,
        UnaryOp.Acosh => &FunctionRuns.Single<Acosh>,
        UnaryOp.Atanh => &FunctionRuns.Single<Atanh>,
        UnaryOp.Erfc => &FunctionRuns.Single<Erfc>,
        UnaryOp.LogGamma => &FunctionRuns.Single<LogGamma>,
        UnaryOp.Digamma => &FunctionRuns.Single<Digamma>,
        UnaryOp.Trigamma => &FunctionRuns.Single<Trigamma>,
        UnaryOp.ReciprocalSqrt => &FunctionRuns.Single<ReciprocalSqrt>,
        UnaryOp.Cbrt => &FunctionRuns.Single<Cbrt>,
        UnaryOp.Exp2 => &FunctionRuns.Single<Exp2>,
        UnaryOp.Log2 => &FunctionRuns.Single<Log2>,
        UnaryOp.Log10 => &FunctionRuns.Single<Log10>,
        UnaryOp.Softplus => &FunctionRuns.Single<Softplus>,
        UnaryOp.Sinc => &FunctionRuns.Single<Sinc>,
        UnaryOp.Abs => &FunctionRuns.Single<Abs>,
        _ => Real<float>(op),
    };

    private static delegate*<Row*, void> Float64(UnaryOp op) => op switch
    {
        UnaryOp.Exp => &FunctionRuns.Double<Exp>,
        UnaryOp.Log => &FunctionRuns.Double<Log>,
        UnaryOp.Sin => &FunctionRuns.Double<Sin>,
        UnaryOp.Cos => &FunctionRuns.Double<Cos>,
        UnaryOp.Tanh => &FunctionRuns.Double<Tanh>,
        UnaryOp.Expm1 => &FunctionRuns.Double<Expm1>,
        UnaryOp.Log1p => &FunctionRuns.Double<Log1p>,
        UnaryOp.Sigmoid => &FunctionRuns.Double<Sigmoid>,
        UnaryOp.Erf => &FunctionRuns.Double<Erf>,
        UnaryOp.Tan => &FunctionRuns.Double<Tan>,
        UnaryOp.Asin => &FunctionRuns.Double<Asin>,
        UnaryOp.Acos => &FunctionRuns.Double<Acos>,
        UnaryOp.Atan => &FunctionRuns.Double<Atan>,
        UnaryOp.Sinh => &FunctionRuns.Double<Sinh>,
        UnaryOp.Cosh => &FunctionRuns.Double<Cosh>,
        UnaryOp.Asinh => &FunctionRuns.Double<Asinh>,
        UnaryOp.Acosh => &FunctionRuns.Double<Acosh>,
        UnaryOp.Atanh => &FunctionRuns.Double<Atanh>,
        UnaryOp.Erfc => &FunctionRuns.Double<Erfc>,
        UnaryOp.LogGamma => &FunctionRuns.Double<LogGamma>,
        UnaryOp.Digamma => &FunctionRuns.Double<Digamma>,
        UnaryOp.Trigamma => &FunctionRuns.Double<Trigamma>,
        UnaryOp.ReciprocalSqrt => &FunctionRuns.Double<ReciprocalSqrt>,
        UnaryOp.Cbrt => &FunctionRuns.Double<Cbrt>,
        UnaryOp.Exp2 => &FunctionRuns.Double<Exp2>,
        UnaryOp.Log2 => &FunctionRuns.Double<Log2>,
        UnaryOp.Log10 => &FunctionRuns.Double<Log10>,
        UnaryOp.Softplus => &FunctionRuns.Double<Softplus>,
        UnaryOp.Sinc => &FunctionRuns.Double<Sinc>,
        UnaryOp.Abs => &FunctionRuns.Double<Abs>,
        _ => Real<double>(op),
    };

    private static delegate*<Row*, void> Real<T>(UnaryOp op)
        where T : unmanaged, IFloatingPointIeee754<T> => op switch
        {
            UnaryOp.Negate => &ElementRuns.VectorUnary<Negate<T>, T>,
            UnaryOp.Reciprocal => &ElementRuns.VectorUnary<Reciprocal<T>, T>,
            UnaryOp.Square => &ElementRuns.VectorUnary<Square<T>, T>,
            UnaryOp.Sqrt => &ElementRuns.VectorUnary<Sqrt<T>, T>,
            UnaryOp.Floor => &ElementRuns.VectorUnary<Floor<T>, T>,
            UnaryOp.Ceiling => &ElementRuns.VectorUnary<Ceiling<T>, T>,
            UnaryOp.Round => &ElementRuns.VectorUnary<Round<T>, T>,
            UnaryOp.Truncate => &ElementRuns.VectorUnary<Truncate<T>, T>,
            UnaryOp.Sign => &ElementRuns.VectorUnary<Sign<T>, T>,
            UnaryOp.Relu => &ElementRuns.VectorUnary<Relu<T>, T>,
            _ => throw Unsupported(op.ToString(), ElementTypes.Of<T>()),
        };

    private static delegate*<Row*, void> Complex128(UnaryOp op) => op switch
    {
        UnaryOp.Negate => &ElementRuns.Unary<Negate<Complex>, Complex, Complex>,
        UnaryOp.Reciprocal => &ComplexRuns.Double<ComplexReciprocal>,
        UnaryOp.Square => &ElementRuns.Unary<Square<Complex>, Complex, Complex>,
        UnaryOp.Conjugate => &ElementRuns.Unary<Conjugate, Complex, Complex>,
        UnaryOp.Sqrt => &ComplexRuns.Double<ComplexSqrt>,
        UnaryOp.Exp => &ComplexRuns.Double<ComplexExp>,
        UnaryOp.Log => &ComplexRuns.Double<ComplexLog>,
        UnaryOp.Sin => &ComplexRuns.Double<ComplexSin>,
        UnaryOp.Cos => &ComplexRuns.Double<ComplexCos>,
        UnaryOp.Tanh => &ComplexRuns.Double<ComplexTanh>,
        UnaryOp.Tan => &ComplexRuns.Double<ComplexTan>,
        UnaryOp.Sinh => &ComplexRuns.Double<ComplexSinh>,
        UnaryOp.Cosh => &ComplexRuns.Double<ComplexCosh>,
        _ => throw Unsupported(op.ToString(), ElementType.Complex128),
    };

    private static delegate*<Row*, void> Complex64(UnaryOp op) => op switch
    {
        UnaryOp.Negate => &ElementRuns.Unary<Negate<ComplexF>, ComplexF, ComplexF>,
        UnaryOp.Reciprocal => &ComplexRuns.Single<ComplexReciprocal>,
        UnaryOp.Square => &ElementRuns.Unary<Square<ComplexF>, ComplexF, ComplexF>,
        UnaryOp.Conjugate => &ElementRuns.Unary<Conjugate, ComplexF, ComplexF>,
        UnaryOp.Sqrt => &ComplexRuns.Single<ComplexSqrt>,
        UnaryOp.Exp => &ComplexRuns.Single<ComplexExp>,
        UnaryOp.Log => &ComplexRuns.Single<ComplexLog>,
        UnaryOp.Sin => &ComplexRuns.Single<ComplexSin>,
        UnaryOp.Cos => &ComplexRuns.Single<ComplexCos>,
        UnaryOp.Tanh => &ComplexRuns.Single<ComplexTanh>,
        UnaryOp.Tan => &ComplexRuns.Single<ComplexTan>,
        UnaryOp.Sinh => &ComplexRuns.Single<ComplexSinh>,
        UnaryOp.Cosh => &ComplexRuns.Single<ComplexCosh>,
        _ => throw Unsupported(op.ToString(), ElementType.Complex64),
    };

    private static delegate*<Row*, void> RealBinary<T>(BinaryOp op)
        where T : unmanaged, IFloatingPointIeee754<T> => op switch
        {
            BinaryOp.Add => &ElementRuns.VectorBinary<Add<T>, T>,
            BinaryOp.Subtract => &ElementRuns.VectorBinary<Subtract<T>, T>,
            BinaryOp.Multiply => &ElementRuns.VectorBinary<Multiply<T>, T>,
            BinaryOp.Divide => &ElementRuns.VectorBinary<Divide<T>, T>,
            BinaryOp.Minimum => &ElementRuns.VectorBinary<Minimum<T>, T>,
            BinaryOp.Maximum => &ElementRuns.VectorBinary<Maximum<T>, T>,
            BinaryOp.Remainder => &ElementRuns.Binary<Remainder<T>, T>,
            BinaryOp.Greater => &ElementRuns.VectorBinary<Greater<T>, T>,
            BinaryOp.GreaterOrEqual => &ElementRuns.VectorBinary<GreaterOrEqual<T>, T>,
            BinaryOp.Equal => &ElementRuns.VectorBinary<Equal<T>, T>,
            BinaryOp.NotEqual => &ElementRuns.VectorBinary<NotEqual<T>, T>,
            _ => &ElementRuns.VectorBinary<StrongMultiply<T>, T>,
        };

    private static delegate*<Row*, void> ComplexBinary<T>(BinaryOp op)
        where T : unmanaged, INumberBase<T> => op switch
        {
            BinaryOp.Add => &ElementRuns.Binary<Add<T>, T>,
            BinaryOp.Subtract => &ElementRuns.Binary<Subtract<T>, T>,
            _ => throw Unsupported(op.ToString(), ElementTypes.Of<T>()),
        };

    private static Reducer Real<TReduction>(ReductionOp op, ElementType type)
        where TReduction : struct, IReduction => type switch
        {
            ElementType.Float32 => new Reducer { Parts = 1, Block = &LaneTree.Reduce<TReduction, float>, Columns = &ColumnTree.Reduce<TReduction, float>, Join = &LaneTree.Join<TReduction> },
            ElementType.Float64 => new Reducer { Parts = 1, Block = &LaneTree.Reduce<TReduction, double>, Columns = &ColumnTree.Reduce<TReduction, double>, Join = &LaneTree.Join<TReduction> },
            _ => throw Unordered(op.ToString(), type),
        };

    private static NotSupportedException Unordered(string operation, ElementType type) => ElementTypes.IsComplex(type)
        ? new NotSupportedException($"Complex numbers have no {operation.ToLowerInvariant()} one: take their magnitudes or parts first.")
        : Unsupported(operation, type);

    private static NotSupportedException Unsupported(string operation, ElementType type) =>
        new($"The operation {operation} does not run on elements of type {type}: convert the array to float, double, ComplexF or Complex first.");
}
