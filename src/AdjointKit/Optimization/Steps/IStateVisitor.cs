namespace AdjointKit.Optimization.Steps;

/// <summary>Is shown what a step carries to the next, part by part and always in one order: to copy it, to put it back, or to pass it through a loop on a tape.</summary>
/// <typeparam name="TVector">What stands for a vector.</typeparam>
/// <typeparam name="TScalar">What stands for a number.</typeparam>
internal interface IStateVisitor<TVector, TScalar>
{
    void Vector(ref TVector vector);

    void Number(ref TScalar number);
}
