"""kupala: https://github.com/alex-oleshkevich/kupala"""
