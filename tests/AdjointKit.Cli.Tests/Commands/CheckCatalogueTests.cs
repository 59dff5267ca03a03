using System.Reflection;
using AdjointKit.Autodiff;
using AdjointKit.Cli.Checks;
using AdjointKit.Operators;
using AdjointKit.Optics;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Tests.Commands;

/// <summary>
/// The lists behind <c>dottest</c> and <c>gradcheck</c> are written by hand; here reflection looks at what ships, and every operator, rule and simulator must
/// be named with the checks that it has. Who adds one adds its check and its line here.
/// </summary>
public class CheckCatalogueTests
{
    private static readonly Assembly Engine = typeof(LinearOperator).Assembly;
    private static readonly Assembly Waves = typeof(WaveCheckCatalogue).Assembly;
    private static readonly Assembly Optics = typeof(FieldGrid).Assembly;

    /// <summary>What makes a linear operator, and its dot-product tests.</summary>
    private static readonly (string Maker, string[] Checks)[] Operators =
    [
        ("LinearOperator.H", ["adjoint A^H"]),
        ("LinearOperator.Compose(LinearOperator)", ["composition A B^H"]),
        ("LinearOperator.op_Multiply(LinearOperator, LinearOperator)", ["composition A B^H"]),
        ("LinearOperator.op_Multiply(Complex, LinearOperator)", ["complex scale (1 - 2i) A"]),
        ("LinearOperator.op_Multiply(Double, LinearOperator)", ["difference and scale 2 A - B"]),
        ("LinearOperator.op_Addition(LinearOperator, LinearOperator)", ["sum A + B"]),
        ("LinearOperator.op_Subtraction(LinearOperator, LinearOperator)", ["difference and scale 2 A - B"]),
        ("LinearOperator.op_UnaryNegation(LinearOperator)", ["negation -A"]),
        ("BlockOperator(LinearOperator[,])", ["matrix of operators with an absent block"]),
        ("BlockOperator.Stack(ReadOnlySpan)", ["stack of operators"]),
        ("BlockOperator.Concatenate(ReadOnlySpan)", ["operators side by side"]),
        ("BlockOperator.Diagonal(ReadOnlySpan)", ["diagonal of operators"]),
        ("ConvolutionOperator(Compute, Shape, NdArray, PadMode)", ["convolution of a line", "convolution of a plane"]),
        ("DiagonalOperator(Compute, NdArray)", ["diagonal"]),
        ("DifferenceOperator(Compute, Shape, Int32, PadMode)", ["forward differences"]),
        ("FourierOperator(Compute, Shape, Boolean)", ["Fourier operator"]),
        ("GradientOperator(Compute, Shape, PadMode)", ["gradient of an array"]),
        ("GradientOperator.Divergence", ["divergence"]),
        ("IdentityOperator(Compute, Shape)", ["identity"]),
        ("KroneckerOperator(LinearOperator, LinearOperator)", ["Kronecker product"]),
        ("MatrixOperator(Compute, NdArray)", ["matrix"]),
        ("MatrixOperator(Compute, NdArray, Int32)", ["matrix on samples", "matrix on samples, complex"]),
        ("RadonOperator(Compute, Shape, IReadOnlyList, Int32, Double)", ["Radon transform"]),
        ("SamplingOperator(Compute, Shape, ReadOnlySpan)", ["sampling by indices"]),
        ("SamplingOperator(Compute, NdArray)", ["sampling by a mask"]),
        ("Smoothing.Gaussian(Compute, Shape, Double, PadMode)", ["Gaussian smoothing"]),
        ("WaveletOperator(Compute, Shape, Wavelet, Int32)", ["wavelets"]),
        ("Linearize.Of(Func, NdArray, Compute)", ["linearization of a function"]),
        ("PropagationMethod.Plan(FieldGrid, Double, Double, Double, ReadOnlySpan, Compute)", [.. PropagationMethods.All.Select(OpticsChecks.NameOf)]),
        ("OpticalElement.Plan(FieldGrid, Double, Double, ReadOnlySpan, Compute)", [.. ElementChecks.Names]),
        ("CentredFourier(Compute, IntPtr, IntPtr, ReadOnlySpan)", [RetrievalChecks.Fourier]),
        ("OffAxisDemodulation(FieldGrid, SideBand, Double, Compute)", [HolographyChecks.OffAxis]),
        ("CodedDiffraction(Compute, NdArray)", [RetrievalChecks.Patterns]),
        ("NonUniformFourier(Compute, NdArray, NdArray, IntPtr, IntPtr, ReadOnlySpan)", [OpticsChecks.NonUniform]),
        ("MultiSlice.Through(NdArray, ReadOnlySpan, Compute)", ["multi-slice", "wide-angle multi-slice"]),
        ("PointOperators.Read(Compute, Grid2D, IReadOnlyList, Boolean)", ["Hicks interpolation, off-grid positions", "Hicks interpolation, free surface"]),
        ("TimeOperators.WaveletToInnerSteps(Compute, TimeAxis, Int32, Boolean, Int32)", ["wavelet to inner steps, sub-steps", "wavelet to inner steps, time-corrected", "wavelet to inner steps, sub-steps, time-corrected"]),
        ("TimeOperators.RecordToData(Compute, TimeAxis, Int32, Boolean, Int32)", ["record to data, sub-steps", "record to data, time-corrected", "record to data, sub-steps, time-corrected"]),
        ("AcousticPropagator.ModelOperator(NdArray)", Everywhere("acoustic modelling")),
        ("AcousticPropagator.BornOperator(NdArray, NdArray)", Everywhere("acoustic Born modelling")),
    ];

    /// <summary>The rules of the engine, and their gradient checks; rules that only adjoints are made of show in higher derivatives.</summary>
    private static readonly (string Rule, string[] Checks)[] Rules =
    [
        ("Abs", ["magnitude", "magnitude, complex"]),
        ("AbsSquared", ["squared modulus"]),
        ("Acos", ["acos"]),
        ("Acosh", ["acosh"]),
        ("Add", ["add", "add, complex"]),
        ("AddProduct", ["matrix product, added", "matrix product, taken from a matrix", "matrix product, taken from a matrix, complex"]),
        ("AddScaledProduct", ["matrix product, scaled and added", "matrix product, scaled and added, complex"]),
        ("Affine", ["affine", "affine, complex"]),
        ("ApplyOperator", ["apply an operator"]),
        ("Asin", ["asin"]),
        ("Asinh", ["asinh"]),
        ("Atan", ["atan"]),
        ("Atan2", ["atan2"]),
        ("Atanh", ["atanh"]),
        ("BroadcastTo", ["broadcast", "broadcast, complex"]),
        ("Cbrt", ["cbrt"]),
        ("Cholesky", ["Cholesky"]),
        ("Clamp", ["clamp"]),
        ("Comparison", ["where"]),
        ("Concat", ["concat"]),
        ("Conjugate", ["conjugate"]),
        ("ConvertPrecision", ["convert precision"]),
        ("Convolve", ["convolution of lines", "convolution of planes", "convolution of lines, complex"]),
        ("Cos", ["cos", "cos, complex"]),
        ("Cosh", ["cosh", "cosh, complex"]),
        ("Determinant", ["determinant"]),
        ("Digamma", ["digamma"]),
        ("Divide", ["divide", "divide, complex"]),
        ("EigenSymmetric", ["symmetric eigenvectors"]),
        ("Embed", ["second derivative", "second derivative, complex"]),
        ("Erf", ["erf"]),
        ("Erfc", ["erfc"]),
        ("Exp", ["exp", "exp, complex"]),
        ("Exp2", ["exp2"]),
        ("ExpOfDifference", ["log sum exp"]),
        ("Expm1", ["expm1"]),
        ("Extreme", ["largest, smallest"]),
        ("FiniteDifference", ["finite difference", "Laplacian"]),
        ("FourierFilter", ["Fourier filter"]),
        ("FourierTransform", ["Fourier transform", "Fourier transform over a grid"]),
        ("GatherAlong", ["take", "take, complex"]),
        ("HalfSpectrumScale", ["Fourier transform of reals"]),
        ("HalfSquaredNorm", ["half squared norm", "half squared norm, complex"]),
        ("Hypot", ["hypot"]),
        ("ImaginaryPart", ["imaginary part"]),
        ("InnerProduct", ["inner product", "inner product, complex"]),
        ("Interpolate", ["interpolation on a line", "interpolation in a plane", "interpolation on a line, complex"]),
        ("Inverse", ["inverse", "inverse, complex"]),
        ("InverseDifference", ["symmetric eigenvectors"]),
        ("InverseRealFourierTransform", ["inverse Fourier transform to reals"]),
        ("JoinParts", ["complex from parts"]),
        ("KernelCorrelation", ["convolution of planes"]),
        ("LargestOfWindows", ["largest of windows"]),
        ("LinearRecurrence", ["linear recurrence", "cumulative product, complex"]),
        ("Locate", ["place of the largest"]),
        ("Log", ["log", "log, complex"]),
        ("Log10", ["log10"]),
        ("Log1p", ["log1p"]),
        ("Log2", ["log2"]),
        ("LogDeterminant", ["log determinant"]),
        ("LogGamma", ["log gamma"]),
        ("LogSoftmax", ["log softmax"]),
        ("LogSoftmaxSensitivity", ["log softmax, second derivative"]),
        ("LogSumExp", ["log sum exp"]),
        ("LuFactor", ["solve"]),
        ("LuSolve", ["solve", "solve, complex"]),
        ("MatMul", ["matrix product", "matrix product, transposed", "matrix product, complex", "matrix product, conjugate transposed"]),
        ("MatrixExponential", ["matrix exponential"]),
        ("Maximum", ["maximum"]),
        ("MeanOfWindows", ["mean of windows"]),
        ("Minimum", ["minimum"]),
        ("Multiply", ["multiply", "multiply, complex"]),
        ("Norm", ["norm", "norm, complex"]),
        ("Order", ["sort"]),
        ("OrderStatistic", ["sort"]),
        ("Phase", ["phase"]),
        ("PlacedInWindows", ["largest of windows"]),
        ("Power", ["power"]),
        ("PowerNorm", ["norm of order 3"]),
        ("Product", ["product", "product, complex"]),
        ("Qr", ["QR"]),
        ("RealFourierTransform", ["Fourier transform of reals"]),
        ("RealOfPull", ["unit phasor", "second derivative, unit phasor"]),
        ("RealPart", ["real part"]),
        ("RealTimes", ["polar", "second derivative, unit phasor"]),
        ("Reciprocal", ["reciprocal", "reciprocal, complex"]),
        ("ReciprocalSqrt", ["reciprocal sqrt"]),
        ("Relu", ["relu"]),
        ("Remainder", ["remainder"]),
        ("Reshape", ["reshape", "reshape, complex"]),
        ("RunningSum", ["cumulative sum"]),
        ("ScatterAlong", ["scatter add"]),
        ("SetSlice", ["write of a part"]),
        ("ShareOfExtreme", ["largest, smallest"]),
        ("Sigmoid", ["sigmoid"]),
        ("Sin", ["sin", "sin, complex"]),
        ("Sinc", ["sinc"]),
        ("SingularValueThreshold", ["singular value threshold"]),
        ("Sinh", ["sinh", "sinh, complex"]),
        ("Slice", ["slice", "slice, complex"]),
        ("Softmax", ["softmax"]),
        ("SoftmaxChange", ["softmax, second derivative"]),
        ("Softplus", ["softplus"]),
        ("SpectrumOnly", ["symmetric eigenvalues", "singular values, complex"]),
        ("Spread", ["interpolation in a plane"]),
        ("Sqrt", ["sqrt", "sqrt, complex"]),
        ("Square", ["square", "square, complex"]),
        ("Standardize", ["layer norm"]),
        ("StandardizeChange", ["layer norm, second derivative"]),
        ("StepFunction", ["step functions"]),
        ("StopGradient", ["stopped gradient"]),
        ("StrongMultiply", ["third derivative", "third derivative, complex"]),
        ("StrongMultiplyConjugate", ["second derivative", "second derivative, complex"]),
        ("Subtract", ["subtract", "subtract, complex"]),
        ("SumTo", ["sum along an axis", "sum along an axis, complex"]),
        ("SupportThreshold", ["support threshold"]),
        ("Svd", ["singular vectors"]),
        ("Tan", ["tan", "tan, complex"]),
        ("Tanh", ["tanh", "tanh, complex"]),
        ("ToComplex", ["real to complex"]),
        ("Transpose", ["transpose"]),
        ("TransposedConvolution", ["transposed convolution of lines", "transposed convolution of planes"]),
        ("Triangle", ["triangles"]),
        ("TriangularSolve", ["triangular solve"]),
        ("Trigamma", ["trigamma"]),
        ("UnitPhasor", ["unit phasor", "polar"]),
        ("Where", ["where", "where, complex"]),
    ];

    /// <summary>What simulates on a tape or gives a gradient, and its checks.</summary>
    private static readonly (string Simulator, string[] Checks)[] Simulators =
    [
        ("PropagationMethod.Propagate(Var, PropagationVariables&)", [.. PropagationMethods.All.SelectMany(method => new[] { $"{OpticsChecks.NameOf(method)}, field", $"{OpticsChecks.NameOf(method)}, distance, wavelength, index, pitch" }), OpticsChecks.Tilt]),
        ("LightSource.Field(IntPtr, IntPtr, FieldVariables&)", [.. ElementChecks.SourceNames.Select(ElementChecks.NameOf)]),
        ("OpticalBench.Field(Tape, Int32)", [ElementChecks.BenchField]),
        ("OpticalBench.Intensity(Tape)", [ElementChecks.Bench]),
        ("OpticalBench.Picture(Tape)", [ElementChecks.Bench]),
        ("Sensor.Read(Var)", [ElementChecks.Picture]),
        ("OpticalElement.Apply(Var, FieldVariables&)", [.. ElementChecks.Names.Select(ElementChecks.NameOf)]),
        ("MultiSlice.Propagate(Var, Var, Schedule)", ["multi-slice, field", "multi-slice, index", "wide-angle multi-slice, field", "wide-angle multi-slice, index"]),
        ("AcousticPropagator.Model(Int32, Var, Var)", [.. Everywhere("acoustic velocity gradient"), .. Everywhere("acoustic wavelet gradient")]),
        ("AcousticPropagator.Gradient(NdArray, NdArray, NdArray, IProgress, CancellationToken)", ["acoustic misfit gradient in velocity, all features together", "acoustic misfit gradient in wavelet, all features together"]),
    ];

    [Fact]
    public void Every_operator_that_ships_has_a_dot_product_test()
    {
        Assert.Equal(Operators.Select(entry => entry.Maker).Order(StringComparer.Ordinal), Makers().Order(StringComparer.Ordinal));
        RequireChecks(Operators.SelectMany(entry => entry.Checks), OperatorChecks.All);
    }

    [Fact]
    public void Every_operator_is_tested_in_both_precisions()
    {
        string[] single = Names(OperatorChecks.All, "f32");
        Assert.Equal(Names(OperatorChecks.All, "f64").Except(["complex scale (1 - 2i) A"], StringComparer.Ordinal), single);
    }

    [Fact]
    public void Every_rule_of_the_engine_has_a_gradient_check()
    {
        Type rule = Engine.GetType("AdjointKit.Autodiff.Rule", throwOnError: true)!;
        IEnumerable<string> rules = Engine.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(rule) && type.Namespace!.StartsWith("AdjointKit.Rules", StringComparison.Ordinal))
            .Select(type => type.Name);
        Assert.Equal(Rules.Select(entry => entry.Rule), rules.Order(StringComparer.Ordinal));
        RequireChecks(Rules.SelectMany(entry => entry.Checks), GradientChecks.All);
    }

    [Fact]
    public void Every_simulator_has_a_gradient_check()
    {
        IEnumerable<string> simulators = PublicMethods(Waves).Concat(PublicMethods(Optics))
            .Where(method => !method.IsSpecialName && !method.DeclaringType!.IsAssignableTo(typeof(Delegate)) && method.ReturnType != method.DeclaringType && (method.ReturnType.Namespace == typeof(Var).Namespace || method.ReturnType.Name.Contains("Gradient", StringComparison.Ordinal)))
            .Select(Signature);
        Assert.Equal(Simulators.Select(entry => entry.Simulator).Order(StringComparer.Ordinal), simulators.Order(StringComparer.Ordinal));
        RequireChecks(Simulators.SelectMany(entry => entry.Checks), GradientChecks.All);
    }

    private static string[] Everywhere(string what) =>
        [$"{what}, on the grid, hard edges", $"{what}, off-grid positions", $"{what}, absorbing layers, order 8", $"{what}, free surface", $"{what}, sub-steps", $"{what}, time-dispersion filters", $"{what}, all features together"];

    private static void RequireChecks(IEnumerable<string> names, IReadOnlyList<CheckCase> catalogue)
    {
        string[] known = [.. catalogue.Select(check => check.Name)];
        Assert.All(names, name => Assert.Contains(name, known));
    }

    private static string[] Names(IReadOnlyList<CheckCase> catalogue, string precision) => [.. catalogue.Where(check => check.Precision == precision).Select(check => check.Name)];

    /// <summary>Methods, operators, properties and constructors of public types that give a linear operator; not properties that hold one which was given.</summary>
    private static IEnumerable<string> Makers()
    {
        foreach (Assembly assembly in new[] { Engine, Waves, Optics })
        {
            foreach (MethodInfo method in PublicMethods(assembly).Where(method => method.ReturnType.IsAssignableTo(typeof(LinearOperator)) && !Holds(method))) yield return Signature(method);
            foreach (Type type in assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(LinearOperator)) && !type.IsAbstract))
            {
                foreach (ConstructorInfo constructor in type.GetConstructors()) yield return PlainName(type) + Parameters(constructor);
            }
        }
    }

    private static bool Holds(MethodInfo method)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        Type type = method.DeclaringType!;

        // What a user's own function gives is the user's to test.
        if (type.IsAssignableTo(typeof(Delegate))) return true;
        PropertyInfo? property = type.GetProperties().FirstOrDefault(candidate => candidate.GetMethod == method);
        if (property is null) return false;
        return property.CanWrite || type.GetConstructors(Any).Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType.IsAssignableTo(typeof(LinearOperator))));
    }

    private static IEnumerable<MethodInfo> PublicMethods(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    private static string Signature(MethodInfo method) => method.Name.StartsWith("get_", StringComparison.Ordinal)
        ? $"{PlainName(method.DeclaringType!)}.{method.Name[4..]}"
        : $"{PlainName(method.DeclaringType!)}.{method.Name}{Parameters(method)}";

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(parameter => PlainName(parameter.ParameterType)))})";

    /// <summary>The name without the number of type parameters.</summary>
    private static string PlainName(Type type) => type.Name.Split('`') is [string name, string rest] ? name + rest.TrimStart("0123456789".ToCharArray()) : type.Name;
}
