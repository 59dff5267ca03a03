using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using static AdjointKit.Tests.Optimization.ProximalSamples;

namespace AdjointKit.Tests.Optimization;

public sealed class L1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new L1Norm<double>(compute, 0.8);
}

public sealed class L1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new L1Norm<Complex>(compute, 0.8);
}

public sealed class L1OfSingleTests : ProximalSuite<float>
{
    protected override ProximalOperator<float> Make(Compute compute) => new L1Norm<float>(compute, 0.8);
}

public sealed class WeightedL1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new WeightedL1Norm<double>(compute, Weights(compute, single: false));
}

public sealed class WeightedL1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new WeightedL1Norm<Complex>(compute, Weights(compute, single: false));
}

public sealed class WeightedL1OfSingleTests : ProximalSuite<float>
{
    protected override ProximalOperator<float> Make(Compute compute) => new WeightedL1Norm<float>(compute, Weights(compute, single: true));
}

public sealed class GroupL1OfRealTests : ProximalSuite<double>
{
    protected override Shape Shape => new(4, 3);

    protected override ProximalOperator<double> Make(Compute compute) => new GroupL1Norm<double>(compute, 0.6, -1);
}

public sealed class GroupL1OfComplexTests : ProximalSuite<Complex>
{
    protected override Shape Shape => new(4, 3);

    protected override ProximalOperator<Complex> Make(Compute compute) => new GroupL1Norm<Complex>(compute, 0.6, -1);
}

public sealed class L0OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new L0Norm<double>(compute, 0.5);
}

public sealed class L0OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new L0Norm<Complex>(compute, 0.5);
}

public sealed class SparsityOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new SparsityLimit<double>(compute, 3);
}

public sealed class SparsityOfComplexTests : ProximalSuite<Complex>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<Complex> Make(Compute compute) => new SparsityLimit<Complex>(compute, 3);
}

public sealed class ElasticNetOfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new ElasticNet<double>(compute, 0.5, 1.5);
}

public sealed class ElasticNetOfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new ElasticNet<Complex>(compute, 0.5, 1.5);
}

public sealed class BoxOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new Box<double>(compute, -0.5, 0.8);
}

public sealed class NonNegativeOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new NonNegative<double>(compute);
}

public sealed class NonNegativeOfSingleTests : ProximalSuite<float>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<float> Make(Compute compute) => new NonNegative<float>(compute);
}

public sealed class SimplexOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new Simplex<double>(compute, 1.3);
}

public sealed class SimplexOfSingleTests : ProximalSuite<float>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<float> Make(Compute compute) => new Simplex<float>(compute, 1.3);
}

public sealed class L1BallOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new L1Ball<double>(compute, 1.3);
}

public sealed class L1BallOfComplexTests : ProximalSuite<Complex>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<Complex> Make(Compute compute) => new L1Ball<Complex>(compute, 1.3);
}

public sealed class L1BallOfSingleTests : ProximalSuite<float>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<float> Make(Compute compute) => new L1Ball<float>(compute, 1.3);
}

public sealed class L2BallOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<double> Make(Compute compute) => new L2Ball<double>(compute, 1.3);
}

public sealed class L2BallOfComplexTests : ProximalSuite<Complex>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<Complex> Make(Compute compute) => new L2Ball<Complex>(compute, 1.3);
}

public sealed class L2BallOfSingleTests : ProximalSuite<float>
{
    protected override bool IsSet => true;

    protected override ProximalOperator<float> Make(Compute compute) => new L2Ball<float>(compute, 1.3);
}

public sealed class HuberOfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new HuberLoss<double>(compute, 0.4, 0.9);
}

public sealed class HuberOfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new HuberLoss<Complex>(compute, 0.4, 0.9);
}

public sealed class HuberOfSingleTests : ProximalSuite<float>
{
    protected override ProximalOperator<float> Make(Compute compute) => new HuberLoss<float>(compute, 0.4, 0.9);
}

public sealed class NuclearOfRealTests : ProximalSuite<double>
{
    protected override Shape Shape => new(4, 3);

    protected override ProximalOperator<double> Make(Compute compute) => new NuclearNorm<double>(compute, 0.7);
}

public sealed class NuclearOfComplexTests : ProximalSuite<Complex>
{
    protected override Shape Shape => new(4, 3);

    protected override ProximalOperator<Complex> Make(Compute compute) => new NuclearNorm<Complex>(compute, 0.7);
}

public sealed class ScaledL1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => 0.6 * new L1Norm<double>(compute);
}

public sealed class ScaledL1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => 0.6 * new L1Norm<Complex>(compute);
}

public sealed class ScaledArgumentL1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new L1Norm<double>(compute).WithScaledArgument(-0.6);
}

public sealed class ScaledArgumentL1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new L1Norm<Complex>(compute).WithScaledArgument(-0.6);
}

public sealed class TranslatedL1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new L1Norm<double>(compute).Translated(TestNumbers.Array<double>(compute, TestNumbers.Random<double>(7, 5)));
}

public sealed class TranslatedL1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new L1Norm<Complex>(compute).Translated(TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(7, 5)));
}

public sealed class QuadraticL1OfRealTests : ProximalSuite<double>
{
    protected override ProximalOperator<double> Make(Compute compute) => new L1Norm<double>(compute).PlusQuadratic(0.9, TestNumbers.Array<double>(compute, TestNumbers.Random<double>(7, 5)));
}

public sealed class QuadraticL1OfComplexTests : ProximalSuite<Complex>
{
    protected override ProximalOperator<Complex> Make(Compute compute) => new L1Norm<Complex>(compute).PlusQuadratic(0.9, TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(7, 5)));
}

public sealed class AffineSetOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<double> Make(Compute compute) => new AffineSet<double>(compute, Matrix<double>(compute), TestNumbers.Array<double>(compute, TestNumbers.Random<double>(3, 5)));
}

public sealed class AffineSetOfComplexTests : ProximalSuite<Complex>
{
    protected override bool IsSet => true;

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<Complex> Make(Compute compute) => new AffineSet<Complex>(compute, Matrix<Complex>(compute), TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(3, 5)));
}

public sealed class AffineOperatorSetOfRealTests : ProximalSuite<double>
{
    protected override bool IsSet => true;

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<double> Make(Compute compute) => new AffineOperatorSet<double>(new WideOperator<double>(compute, Matrix<double>(compute)), TestNumbers.Array<double>(compute, TestNumbers.Random<double>(3, 5)));
}

public sealed class AffineOperatorSetOfComplexTests : ProximalSuite<Complex>
{
    protected override bool IsSet => true;

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<Complex> Make(Compute compute) => new AffineOperatorSet<Complex>(new WideOperator<Complex>(compute, Matrix<Complex>(compute)), TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(3, 5)));
}
